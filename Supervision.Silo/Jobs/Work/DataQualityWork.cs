using System.Globalization;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Views;

namespace Supervision.Silo.Jobs.Work;

/// <summary>
/// Looks through the day before: who sent what, how late, with how much missing, and who sent nothing though they did
/// in the week before.
/// </summary>
internal sealed class DataQualityWork(
    ISourceDays sources, IRejections rejections, ViewFeeder feeder, IJournal journal) : IPeriodWork
{
    private const int WeekDays = 7;

    public JobKind Job => JobKind.DataQuality;

    public async Task<JobOutcome> RunAsync(Cycle period, CancellationToken cancellationToken)
    {
        await feeder.ReachEndAsync(journal, cancellationToken);
        var day = sources.Find(period.First, period.First);
        var spoke = day.Select(row => row.Source).ToHashSet(StringComparer.Ordinal);
        string[] silent =
        [
            .. sources.Find(period.First.AddDays(-WeekDays), period.First.AddDays(-1)).Select(row => row.Source)
                .Distinct(StringComparer.Ordinal).Where(source => !spoke.Contains(source))
                .Order(StringComparer.Ordinal),
        ];
        var rejected = rejections.Find(period.First, period.First).Sum(row => row.Count);
        var summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{day.Count} sources, {day.Sum(row => row.Facts)} facts, {silent.Length} silent");
        return JobOutcome.Done(
            silent.Length == 0 ? summary : $"{summary}: {string.Join(' ', silent)}",
            ("sources", day.Count), ("facts", day.Sum(row => row.Facts)), ("late", day.Sum(row => row.Late)),
            ("rejected", rejected), ("silent", silent.Length), ("fieldsExpected", day.Sum(row => row.FieldsExpected)),
            ("fieldsMissing", day.Sum(row => row.FieldsMissing)));
    }
}
