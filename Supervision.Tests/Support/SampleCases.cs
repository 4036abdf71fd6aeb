using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Core.Reading;

namespace Supervision.Tests.Support;

/// <summary>Case files as the pages get them: written by hand, not computed.</summary>
public static class SampleCases
{
    public const string Hostile = "<img src=x onerror=\"document.title='owned'\">";

    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private static readonly ImmutableArray<LevelRule> NoRules = [];

    /// <summary>A case of every kind the page must draw.</summary>
    public static IReadOnlyList<CaseFile> All(DateTimeOffset now)
    {
        var midnight = new DateTimeOffset(now.ToOffset(Beijing).Date, Beijing);
        return
        [
            Running("2026-001201", midnight.AddDays(-16).AddHours(10), now, "现场勘验"),
            Long("2026-000007", midnight.AddDays(-190).AddHours(9), now),
            Finished("2026-001180", midnight.AddDays(-12).AddHours(15)),
            Running(Hostile, midnight.AddDays(-16).AddHours(10), now, Hostile),
        ];
    }

    private static CaseFile Running(string no, DateTimeOffset accepted, DateTimeOffset now, string stage)
    {
        var promised = Clock(
            ClockKind.Promised, "promised", 7, accepted, accepted.Date.AddDays(13), null,
            Days(accepted, 13, suspendedFrom: 4, suspendedTo: 6),
            (AlertLevel.Warning, 9), (AlertLevel.Yellow, 13));
        var statutory = Clock(
            ClockKind.Statutory, "statutory", 20, accepted, accepted.Date.AddDays(30), null,
            Days(accepted, 30, suspendedFrom: 4, suspendedTo: 6), (AlertLevel.Warning, 26), (AlertLevel.Red, 30));
        var survey = Clock(
            ClockKind.Stage, $"stage:{stage}", 3, accepted, accepted.Date.AddDays(5), accepted.AddDays(4),
            Days(accepted, 5), (AlertLevel.Yellow, 5));
        var yellow = Card(no, AlertLevel.Yellow, "promised", promised.Reading.DueAt, null);
        var revoked = Card(
            no, AlertLevel.Yellow, $"stage:{stage}", accepted.AddDays(2),
            $"stage completed {Hostile} before the limit");
        var row = new CaseRow
        {
            No = no,
            State = CaseStatus.Accepted,
            Item = "ITEM-7",
            Hall = "H1",
            Window = "W01",
            Department = "HR",
            Handler = "U17",
            ReceivedAt = accepted.AddHours(-3),
            AcceptedAt = accepted,
            PromisedDueAt = promised.Reading.DueAt,
            StatutoryDueAt = statutory.Reading.DueAt,
            Level = AlertLevel.Yellow,
            Overdue = true,
        };
        return new(row,
            [
                Line(1, no, accepted.AddHours(-3), new CaseReceived { Item = "ITEM-7", Applicant = new("a1", "王*") }),
                Line(2, no, accepted, new CaseAccepted { Item = "ITEM-7", Window = "W01", Handler = "U17" }),
                Line(3, no, accepted.AddHours(2), new CaseStageEntered { Stage = stage, Handler = "U18" }),
                Line(4, no, accepted.AddDays(2), yellow with { Clock = $"stage:{stage}" }, "raised"),
                Line(
                    5, no, accepted.AddDays(3),
                    new CaseSuspended { Reason = "inspection", Notice = "〔2026〕12号", Days = 3, Approver = "U02" }),
                Line(
                    6, no, accepted.AddDays(4),
                    new CaseStageCompleted { Stage = stage, Handler = "U18", Opinion = stage },
                    TimeSpan.FromHours(30)),
                Line(7, no, accepted.AddDays(5), revoked, "revoked"),
                Line(8, no, accepted.AddDays(6), new CaseResumed { Reason = "inspection" }),
                Line(9, no, promised.Reading.DueAt, yellow, "raised"),
            ],
            [promised, statutory, survey], [yellow, revoked]);
    }

    private static CaseFile Finished(string no, DateTimeOffset accepted)
    {
        var stopped = accepted.AddDays(5);
        var promised = Clock(
            ClockKind.Promised, "promised", 7, accepted, accepted.Date.AddDays(9), stopped, Days(accepted, 9),
            (AlertLevel.Warning, 7), (AlertLevel.Yellow, 9));
        var row = new CaseRow
        {
            No = no,
            State = CaseStatus.Finished,
            Item = "ITEM-3",
            Hall = "H2",
            Window = "W12",
            AcceptedAt = accepted,
            EndedAt = stopped,
            PromisedDueAt = promised.Reading.DueAt,
        };
        return new(row,
            [
                Line(1, no, accepted, new CaseAccepted { Item = "ITEM-3", Window = "W12", Handler = "U21" }),
                Line(2, no, stopped.AddHours(-1), new CaseDecided { Outcome = Outcome.Granted, Handler = "U22" }),
                Line(3, no, stopped, new CaseFinished { Outcome = "granted", Handler = "U22" }),
            ],
            [promised], []);
    }

    private static CaseFile Long(string no, DateTimeOffset accepted, DateTimeOffset now)
    {
        var clock = Clock(
            ClockKind.Statutory, "statutory", 120, accepted, accepted.Date.AddDays(178), null,
            Days(accepted, 178, suspendedFrom: 40, suspendedTo: 55), (AlertLevel.Warning, 170), (AlertLevel.Red, 178));
        var row = new CaseRow
        {
            No = no,
            State = now < clock.Reading.DueAt ? CaseStatus.Accepted : CaseStatus.Suspended,
            CaseType = CaseType.Joint,
            AcceptedAt = accepted,
            StatutoryDueAt = clock.Reading.DueAt,
            Overdue = true,
            Level = AlertLevel.Red,
        };
        var red = Card(no, AlertLevel.Red, "statutory", clock.Reading.DueAt, null);
        return new(row, [Line(1, no, accepted, new CaseAccepted { CaseType = CaseType.Joint })], [clock], [red]);
    }

    private static ExplainedClock Clock(
        ClockKind kind, string name, int amount, DateTimeOffset started, DateTime dueDay, DateTimeOffset? stopped,
        ImmutableArray<ExplainedInterval> explanation, params (AlertLevel Level, int Day)[] levels)
    {
        var due = new DateTimeOffset(dueDay.AddHours(17), Beijing);
        var reading = new ClockReading(
            name, kind, Convention.Statutory, new(amount, LimitUnit.WorkingDay), started, due, stopped,
            [.. levels.Select(level => new LevelInstant(
                level.Level, new DateTimeOffset(started.Date.AddDays(level.Day).AddHours(17), Beijing)))],
            Provisional: amount > 100, Edition: "2025-11-04");
        var rule = new ClockRule(kind, name, Convention.Statutory, reading.Limit, null, NoRules);
        return new(
            reading with { Name = rule.Name }, stopped is null ? ClockState.Running : ClockState.Stopped, explanation);
    }

    /// <summary>One interval a day: the day of the start, weekends, a suspension, working days.</summary>
    private static ImmutableArray<ExplainedInterval> Days(
        DateTimeOffset started, int days, int suspendedFrom = -1, int suspendedTo = -1)
    {
        var first = new DateTimeOffset(started.Date.AddDays(1), Beijing);
        var intervals = ImmutableArray.CreateBuilder<ExplainedInterval>();
        intervals.Add(new(started, first, false, "startDay", "民法典 201"));
        for (var day = 1; day <= days; day++)
        {
            var from = first.AddDays(day - 1);
            var (counted, reason, basis) =
                day >= suspendedFrom && day <= suspendedTo ? (false, "suspension:inspection", "行政许可法 45")
                : day % 29 == 0 ? (false, "holiday:国庆节", "https://www.gov.cn/zhengce/content/holiday.htm")
                : from.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? (false, "weekend", (string?)null)
                : (true, "workingDay", "行政许可法 82");
            intervals.Add(new(from, day == days ? from.AddHours(17) : from.AddDays(1), counted, reason, basis));
        }

        return intervals.ToImmutable();
    }

    private static AlertRow Card(
        string no, AlertLevel level, string clock, DateTimeOffset at, string? revokedBecause) => new(
        $"case/{no}:{clock}.{Alert.LevelName(level)}", AlertKind.Card, level, clock, "overdue", no, at,
        at.AddSeconds(1),
        revokedBecause is null ? AlertState.Open : AlertState.Revoked, "W01", "HR", "H1", "ITEM-7",
        $"limit=7 workingDay; dueAt={at:O}; calendar=2025-11-04", revokedBecause);

    private static TimelineLine Line(
        long sequence, string no, DateTimeOffset at, FactData data, TimeSpan? late = null) =>
        new(sequence, at, at + (late ?? TimeSpan.FromSeconds(1)),
            new Fact("/halls/h1/approval", $"{sequence}", no, at, data), null,
            "fact", null);

    private static TimelineLine Line(long sequence, string no, DateTimeOffset at, AlertRow row, string change) =>
        new(sequence, at, at.AddSeconds(1), null,
            new(row.Kind, row.Level, row.Clock, row.Code, row.At, row.Because), change,
            row.RevokedBecause ?? $"{no}: {row.Because}");
}
