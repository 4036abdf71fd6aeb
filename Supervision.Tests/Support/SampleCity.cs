using Supervision.Core.Alerts;
using Supervision.Core.Reading;

namespace Supervision.Tests.Support;

/// <summary>A city in the middle of a busy day, the same for every seed.</summary>
public sealed class SampleCity(DateTimeOffset now, int seed = 1)
{
    private static readonly string[] Halls = ["H1", "H2", "H3"];
    private static readonly string[] Clocks =
        ["promised", "statutory", "stage:审核", "suspension:1", "acceptance", "immediate"];

    private readonly Random chance = new(seed);
    private long number = 1200;

    public BoardSnapshot Board { get; private set; } = InMemoryBoard.Empty with
    {
        Open = 12846,
        AcceptedToday = 3187,
        FinishedToday = 2954,
        Warnings = 213,
        Yellow = 47,
        Red = 9,
        OverdueOpen = 56,
        OnTimeRate = new(48211, 49032),
        OnTheSpotRate = new(30127, 49032),
        Satisfaction = new(9312, 9418),
        Windows = new(118, 9, 4),
        OrdersOpen = 31,
        AsOf = now,
        Sources =
        [
            new("/halls/h1/approval", now.AddSeconds(-2), now, 1_204_332),
            new("/halls/h2/approval", now.AddSeconds(-41), now, 402_118),
            new("/halls/h1/queue", now.AddSeconds(-7), now, 881_204),
            new("/halls/h1/evaluator", now.AddMinutes(-3), now, 92_113),
            new("/iclock/face-terminals", now.AddMinutes(-26), now, 20_114),
            new("/towns/qinglong/approval", now.AddHours(-5), now, 8_211),
        ],
        Hours = [.. Enumerable.Range(0, 24).Select(hour => new HourFigure(
            hour,
            hour is >= 9 and <= 15 ? 310 + (hour * 37 % 11 * 28) : 0,
            hour is >= 9 and <= 15 ? 240 + (hour * 53 % 13 * 24) : 0))],
    };

    /// <summary>One moment later.</summary>
    public BoardSnapshot Move(DateTimeOffset at)
    {
        var hour = at.ToOffset(TimeSpan.FromHours(8)).Hour;
        var accepted = chance.Next(0, 4);
        var finished = chance.Next(0, 4);
        Board = Board with
        {
            Open = Board.Open + accepted - finished,
            AcceptedToday = Board.AcceptedToday + accepted,
            FinishedToday = Board.FinishedToday + finished,
            OnTimeRate = new(Board.OnTimeRate.Numerator + finished, Board.OnTimeRate.Denominator + finished),
            Warnings = Board.Warnings + chance.Next(-1, 2),
            Sources = Board.Sources.SetItem(0, Board.Sources[0] with { LastFactAt = at }),
            Hours = Board.Hours.SetItem(
                hour, new(hour, Board.Hours[hour].Accepted + accepted, Board.Hours[hour].Finished + finished)),
        };
        return Board;
    }

    /// <summary>Another alert.</summary>
    public AlertRow NextAlert(DateTimeOffset at, AlertLevel? level = null)
    {
        number++;
        var kind = number % 4 == 0 ? AlertKind.Finding : AlertKind.Card;
        var clock = kind == AlertKind.Card ? Clocks[number % Clocks.Length] : null;
        var chosen = level ?? (number % 11) switch
        {
            0 => AlertLevel.Red,
            < 4 => AlertLevel.Yellow,
            4 => AlertLevel.Reminder,
            _ => AlertLevel.Warning,
        };
        var code = kind == AlertKind.Finding ? (number % 8 == 0 ? "stage.skipped:现场勘验" : "suspension.notice")
            : chosen is AlertLevel.Warning or AlertLevel.Reminder ? "due.soon" : "overdue";
        var subject = $"2026-{number:D6}";
        var revoked = number % 9 == 0;
        return new AlertRow(
            $"case/{subject}:{clock ?? code}.{Alert.LevelName(chosen)}", kind, chosen, clock, code, subject, at,
            at.AddSeconds(1),
            revoked ? AlertState.Revoked : AlertState.Open,
            $"W{(number % 40) + 1:D2}", "HR", Halls[number % Halls.Length], "ITEM-7",
            "limit=7 workingDay; startedAt=2026-11-09T10:00:00+08:00; dueAt=2026-11-18T17:00:00+08:00; "
                + "calendar=2025-11-04",
            revoked ? "case.finished /halls/h1/approval#8f0c at 2026-11-17T16:20:00+08:00 disproved it" : null);
    }
}
