using System.Globalization;
using Supervision.Core.Alerts;

namespace Supervision.Core.Findings;

/// <summary>Fees taken elsewhere than at the bank window, or other than the standard (S1 一窗式收费, S4).</summary>
internal static class FeeFindings
{
    public static void Look(CaseEvidence evidence)
    {
        foreach (var fee in evidence.Dossier.Fees)
        {
            var where = fee.Data.Where;
            if (where is not null && evidence.Rules.FeeWindows.Count > 0 && !evidence.Rules.FeeWindows.Contains(where))
            {
                evidence.Found("fee.elsewhere", AlertLevel.Red, fee.At, ("window", where));
            }

            // An item of the rule book without a fee costs nothing; of an unknown one no standard is known.
            var standard = fee.Data.Standard ?? (evidence.Item is { } item ? item.Fee ?? 0 : null);
            if (standard is { } amount && fee.Data.Amount != amount)
            {
                evidence.Found("fee.amount", AlertLevel.Red, fee.At,
                    ("amount", fee.Data.Amount.ToString(CultureInfo.InvariantCulture)),
                    ("standard", amount.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }
}
