using System.Globalization;
using Supervision.Core.Jobs;
using Supervision.Core.Reports;
using Supervision.Silo.Jobs;

namespace Supervision.Silo.Reports;

/// <summary>The investment report on its day: issued once, then sent until everybody has it.</summary>
internal sealed class InvestmentReportWork(ReportDesk desk) : IPeriodWork
{
    public JobKind Job => JobKind.InvestmentReport;

    public Task ExpectAsync(Cycle period, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        desk.ExpectAsync(ReportKind.Investment, period, dueAt, cancellationToken);

    public async Task<JobOutcome> RunAsync(Cycle period, CancellationToken cancellationToken)
    {
        if (await desk.IssueInvestmentAsync(period, null, cancellationToken) is { } refusal)
        {
            throw new InvalidOperationException($"{refusal.Why} {refusal.Remedy}");
        }

        var (reached, wanted) = await desk.SendAsync(period, cancellationToken);
        var report = (await desk.ReadAsync(ReportKind.Investment, period, cancellationToken)).Report!;
        var outcome = JobOutcome.Done(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Number}: {report.Investment.Length} lines, {reached} of {wanted} receivers have it"),
            ("lines", report.Investment.Length), ("reached", reached), ("receivers", wanted));
        return outcome with { Succeeded = reached == wanted };
    }
}
