using Supervision.Core.Jobs;
using Supervision.Core.Reading;
using Supervision.Core.Scores;

namespace Supervision.Silo.Jobs.Work;

/// <summary>
/// Closes the month that is over. A month of which nothing is known stays open, and one that somebody closed before
/// stays as it is: what has changed since is a correction, which wants a person and a reason.
/// </summary>
internal sealed class MonthCloseWork(IMonthClosing closing) : IPeriodWork
{
    public JobKind Job => JobKind.MonthClose;

    public async Task<JobOutcome> RunAsync(Cycle period, CancellationToken cancellationToken)
    {
        var refusal = await closing.CloseAsync(
            Period.Of(period.First), because: null, by: null, cancellationToken);
        return refusal switch
        {
            null => JobOutcome.Done("closed"),
            { Code: "month.empty" or "month.closed" } => JobOutcome.Done(refusal.Code),
            _ => JobOutcome.Done($"{refusal.Why} {refusal.Remedy}") with { Succeeded = false },
        };
    }
}
