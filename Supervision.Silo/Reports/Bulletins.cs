using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Reports;
using Supervision.Silo.Jobs;
using Supervision.Silo.Views;

namespace Supervision.Silo.Reports;

/// <summary>What counts towards one figure: how many, and the first of them.</summary>
/// <param name="Total">In the denominator, or of a count all.</param>
/// <param name="Counted">In the numerator.</param>
/// <param name="Items">The first, with whether each counts, oldest first.</param>
public sealed record EvidenceList(long Total, long Counted, IReadOnlyList<(EvidenceItem Evidence, bool Counts)> Items);

/// <summary>Makes, issues and explains bulletins. Safe for concurrent use.</summary>
public sealed class Bulletins(
    ViewDatabase views, ViewFeeder feeder, IJournal journal, IEngine engine, IRuleShelf rules, ReportDesk desk,
    IScores scores)
{
    /// <summary>Reasons that are told.</summary>
    private const int ReasonsMax = 10;

    private static readonly string[] Order =
    [
        "accepted", "finished", "onTime", "onTheSpot", "overdueOpen", "warning", "yellow", "red", "findings",
        "revoked", "orders", "rectified", "satisfaction", "badRatings", "defaultRatings", "reason", "onTimeOf",
        "satisfactionOf",
    ];

    private readonly BulletinRanks ranks = new(scores);

    /// <summary>The figures of a period and of the one before, as the facts stand now.</summary>
    public async Task<ImmutableArray<BulletinFigure>> FiguresAsync(
        Cycle period, CancellationToken cancellationToken)
    {
        await feeder.ReachEndAsync(journal, cancellationToken);
        var (now, before) = (Tally(period), Tally(period.Previous));
        var reasons = now.Keys.Where(key => key.Key == "reason").OrderByDescending(key => now[key].Counted)
            .ThenBy(key => key.Of, StringComparer.Ordinal).Take(ReasonsMax).ToHashSet();
        var whole = Order.Where(key => !IsBySide(key)).Select(key => (Key: key, Of: (string?)null));
        return
        [
            .. whole.Concat(now.Keys.Where(key => IsBySide(key.Key) && (key.Key != "reason" || reasons.Contains(key))))
                .OrderBy(key => Array.IndexOf(Order, key.Key))
                .ThenByDescending(key => key.Key == "reason" ? now[key].Counted : 0)
                .ThenBy(key => key.Of, StringComparer.Ordinal)
                .Select(key => FigureOf(key, now.GetValueOrDefault(key), before.GetValueOrDefault(key))),
            .. ranks.FiguresOf(period),
        ];
    }

    /// <summary>What counts towards a figure.</summary>
    /// <param name="period">Of which period.</param>
    /// <param name="key">Which figure.</param>
    /// <param name="of">Whose; null for the whole city.</param>
    /// <param name="limit">How many are listed at most.</param>
    /// <param name="cancellationToken">Ends the wait for the lists.</param>
    public async Task<EvidenceList> EvidenceAsync(
        Cycle period, string key, string? of, int limit, CancellationToken cancellationToken)
    {
        await feeder.ReachEndAsync(journal, cancellationToken);
        if (key.StartsWith(BulletinRanks.Prefix, StringComparison.Ordinal))
        {
            return MonthsOf(period, key, of ?? "");
        }

        var (total, counted) = (0L, 0L);
        PriorityQueue<(EvidenceItem Evidence, bool Counts), long> first = new();
        Reading().Walk(period, (figure, side, counts, evidence) =>
        {
            if (figure != key || side != of)
            {
                return;
            }

            total++;
            counted += counts ? 1 : 0;
            first.Enqueue((evidence, counts), -evidence.At.UtcTicks);
            if (first.Count > limit)
            {
                first.Dequeue();
            }
        });
        return new(total, counted, [.. first.UnorderedItems.Select(item => item.Element)
            .OrderBy(item => item.Evidence.At).ThenBy(item => item.Evidence.Id, StringComparer.Ordinal)]);
    }

    /// <summary>The bulletin in force: as it was issued, or as the facts stand while none was.</summary>
    public async Task<(Report? Report, ImmutableArray<BulletinFigure> Figures)> ReadAsync(
        Cycle period, CancellationToken cancellationToken)
    {
        var report = (await desk.ReadAsync(ReportKind.Bulletin, period, cancellationToken)).Report;
        return (report, report?.Figures ?? await FiguresAsync(period, cancellationToken));
    }

    /// <summary>Issues the bulletin of a period.</summary>
    /// <returns>The refusal; null when it is issued, now or before.</returns>
    public async Task<Refusal?> IssueAsync(Cycle period, CancellationToken cancellationToken) =>
        await desk.IssueAsync(
            ReportKind.Bulletin, period, [], await FiguresAsync(period, cancellationToken), null, cancellationToken);

    /// <summary>Of a rank the closed months whose scores it is the mean of.</summary>
    private EvidenceList MonthsOf(Cycle period, string key, string of)
    {
        var calendar = rules.ContextOf(null, engine.Now).Calendars.Common;
        (EvidenceItem Evidence, bool Counts)[] months =
        [
            .. ranks.ScoresOf(period, key, of).Select(month => (
                new EvidenceItem(
                    "month", month.Month.ToString(), Cycle.Of(CycleUnit.Month, month.Month.First).EndsAt(calendar),
                    month.Score),
                true)),
        ];
        return new(months.Length, months.Length, months);
    }

    private static bool IsBySide(string key) => key is "reason" or "onTimeOf" or "satisfactionOf";

    private static BulletinFigure FigureOf(
        (string Key, string? Of) key, (long Counted, long Total) now, (long Counted, long Total) before) =>
        BulletinReading.Rates.Contains(key.Key)
            ? new(key.Key, key.Of, now.Counted, now.Total, before.Counted, before.Total)
            : new(key.Key, key.Of, now.Counted, Before: before.Counted);

    private BulletinReading Reading()
    {
        var context = rules.ContextOf(null, engine.Now);
        return new(views, context.Rules, context.Calendars.Common);
    }

    private Dictionary<(string Key, string? Of), (long Counted, long Total)> Tally(Cycle period)
    {
        Dictionary<(string Key, string? Of), (long Counted, long Total)> tally = [];
        Reading().Walk(period, (key, of, counts, _) =>
        {
            var (counted, total) = tally.GetValueOrDefault((key, of));
            tally[(key, of)] = (counted + (counts ? 1 : 0), total + 1);
        });
        return tally;
    }
}

/// <summary>A bulletin when its period is over: issued once.</summary>
internal sealed class BulletinWork(JobKind job, Bulletins bulletins, ReportDesk desk) : IPeriodWork
{
    public JobKind Job => job;

    public Task ExpectAsync(Cycle period, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        desk.ExpectAsync(ReportKind.Bulletin, period, dueAt, cancellationToken);

    public async Task<JobOutcome> RunAsync(Cycle period, CancellationToken cancellationToken)
    {
        if (await bulletins.IssueAsync(period, cancellationToken) is { } refusal)
        {
            throw new InvalidOperationException($"{refusal.Why} {refusal.Remedy}");
        }

        var report = (await desk.ReadAsync(ReportKind.Bulletin, period, cancellationToken)).Report!;
        return JobOutcome.Done(
            string.Create(CultureInfo.InvariantCulture, $"{report.Number}: {report.Figures.Length} figures"),
            ("figures", report.Figures.Length));
    }
}

/// <summary>The figures of a day, as they stood when it was over.</summary>
internal sealed class DayCloseWork(Bulletins bulletins) : IPeriodWork
{
    public JobKind Job => JobKind.DayClose;

    public async Task<JobOutcome> RunAsync(Cycle period, CancellationToken cancellationToken)
    {
        var figures = await bulletins.FiguresAsync(period, cancellationToken);
        var whole = figures.Where(figure => figure.Of is null).ToArray();
        return JobOutcome.Done(
            string.Join(", ", whole.Take(2).Select(figure => string.Create(
                CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value}"))),
            whole.SelectMany(figure => figure.Denominator is { } denominator
                ? [(figure.Key, figure.Value), ($"{figure.Key}.of", denominator)]
                : new[] { (figure.Key, figure.Value) }));
    }
}
