using System.Globalization;
using Supervision.Core.Alerts;

namespace Supervision.Core.Findings;

/// <summary>Fees taken elsewhere than at the bank window, or other than the standard (S1 一窗式收费, S4).</summary>
internal static class FeeFindings
{
    public static void Look(CaseEvidence evidence, Action<string, AlertLevel, DateTimeOffset, string> found)
    {
        foreach (var fee in evidence.Dossier.Fees)
        {
            var where = fee.Data.Where;
            if (where is not null && evidence.Rules.FeeWindows.Count > 0 && !evidence.Rules.FeeWindows.Contains(where))
            {
                found("fee.elsewhere", AlertLevel.Red, fee.At, Because.Of(("window", where)));
            }

            var standard = fee.Data.Standard ?? evidence.Item?.Fee;
            if (standard is { } amount && fee.Data.Amount != amount)
            {
                found("fee.amount", AlertLevel.Red, fee.At, Because.Of(
                    ("amount", fee.Data.Amount.ToString(CultureInfo.InvariantCulture)),
                    ("standard", amount.ToString(CultureInfo.InvariantCulture))));
            }
        }
    }
}
