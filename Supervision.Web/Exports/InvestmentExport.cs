using Supervision.Core.Reports;

namespace Supervision.Web.Exports;

/// <summary>The investment report as a sheet: exactly its five columns (S3).</summary>
internal sealed class InvestmentExport : IExport<InvestmentLine>
{
    public string Name => "investment";

    public IReadOnlyList<ExportColumn<InvestmentLine>> Columns { get; } =
    [
        new("investment.department", line => line.Department),
        new("investment.item", line => line.Item),
        new("investment.acceptedOn", line => line.AcceptedOn),
        new("investment.finishedOn", line => line.FinishedOn),
        new("investment.promised", line => ReportText.LimitOf(line)),
    ];
}
