using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using Supervision.Core.Reading;

namespace Supervision.Web.Components.Parts;

/// <summary>
/// Where everything of a clock stands on its bar, in percent of the width. Percentages keep the drawing sharp at any
/// width; neighbours of one kind are joined, so the number of shapes stays small however many intervals there are.
/// </summary>
public sealed class ClockDrawing
{
    /// <summary>Shapes a bar may hold; beyond it the thinnest could not be told apart on any screen.</summary>
    public const int StretchesMax = 800;

    private readonly DateTimeOffset from;
    private readonly double lengthSeconds;

    private ClockDrawing(DateTimeOffset from, DateTimeOffset to)
    {
        this.from = from;
        lengthSeconds = Math.Max(1, (to - from).TotalSeconds);
    }

    /// <summary>First instant of the bar.</summary>
    public DateTimeOffset From => from;

    /// <summary>Last instant of the bar.</summary>
    public DateTimeOffset To => from.AddSeconds(lengthSeconds);

    /// <summary>The joined intervals, left to right.</summary>
    public required IReadOnlyList<Stretch> Stretches { get; init; }

    /// <summary>The time past the limit; null while in time.</summary>
    public required Stretch? Over { get; init; }

    /// <summary>Level marks by time.</summary>
    public required IReadOnlyList<Mark> Levels { get; init; }

    /// <summary>Due instant.</summary>
    public required double DueAt { get; init; }

    /// <summary>Stop; null while it runs.</summary>
    public required double? StoppedAt { get; init; }

    /// <summary>Now; null when the clock stopped or now lies outside the bar.</summary>
    public required double? NowAt { get; init; }

    /// <summary>Draws a clock.</summary>
    public static ClockDrawing Of(ExplainedClock clock, DateTimeOffset now)
    {
        var reading = clock.Reading;
        var start = reading.StoppedAt < reading.StartedAt ? reading.StoppedAt.Value : reading.StartedAt;
        var end = Latest(
            [reading.DueAt, reading.StoppedAt ?? reading.DueAt, .. reading.Levels.Select(level => level.At),
             .. clock.Explanation.Select(interval => interval.To)]);
        // A clock long overdue would shrink its limit to nothing: now pulls the bar to twice its length at most.
        var longest = end + (end - start);
        var to = reading.StoppedAt is null && now > end ? (now < longest ? now : longest) : end;
        var axis = new ClockDrawing(start, to)
        {
            Stretches = [],
            Over = null,
            Levels = [],
            DueAt = 0,
            StoppedAt = null,
            NowAt = null,
        };
        var reached = reading.StoppedAt ?? now;
        return new ClockDrawing(start, to)
        {
            Stretches = Join(clock, axis, reached),
            Over = reached > reading.DueAt ? axis.Between(reading.DueAt, reached < to ? reached : to, false, "") : null,
            Levels = [.. reading.Levels.Select(level => new Mark(axis.At(level.At), level.Level, level.At))],
            DueAt = axis.At(reading.DueAt),
            StoppedAt = reading.StoppedAt is { } stopped ? axis.At(stopped) : null,
            NowAt = reading.StoppedAt is null && now >= start && now <= to ? axis.At(now) : null,
        };
    }

    /// <summary>A number as SVG writes it.</summary>
    public static string Percent(double value) => value.ToString("0.###", CultureInfo.InvariantCulture) + "%";

    private static List<Stretch> Join(ExplainedClock clock, ClockDrawing axis, DateTimeOffset reached)
    {
        var stretches = new List<Stretch>();
        foreach (var interval in clock.Explanation.SelectMany(interval => Split(interval, reached)))
        {
            var last = stretches.Count > 0 ? stretches[^1] : null;
            // Past the limit of shapes, neighbours are joined whatever they are; the table still has each.
            var full = stretches.Count >= StretchesMax;
            if (last is not null && last.To == interval.From
                && (full || (last.Counted == interval.Counted && last.Family == FamilyOf(interval.Reason)
                    && last.From >= reached == interval.From >= reached)))
            {
                var joined = axis.Between(last.From, interval.To, last.Counted, last.Reason);
                stretches[^1] = joined with { Joined = last.Joined + 1 };
            }
            else
            {
                stretches.Add(axis.Between(interval.From, interval.To, interval.Counted, interval.Reason));
            }
        }

        return stretches;
    }

    /// <summary>Cuts an interval where time has got to: what lies ahead is drawn differently.</summary>
    private static IEnumerable<ExplainedInterval> Split(ExplainedInterval interval, DateTimeOffset reached) =>
        interval.From < reached && reached < interval.To
            ? [interval with { To = reached }, interval with { From = reached }]
            : [interval];

    private static string FamilyOf(string reason) => reason.Split(':', 2)[0];

    private static DateTimeOffset Latest(IEnumerable<DateTimeOffset> instants) => instants.Max();

    private double At(DateTimeOffset instant) =>
        Math.Clamp((instant - from).TotalSeconds / lengthSeconds * 100, 0, 100);

    private Stretch Between(DateTimeOffset start, DateTimeOffset end, bool counted, string reason) =>
        new(start, end, At(start), Math.Max(0, At(end) - At(start)), counted, reason, FamilyOf(reason));

    /// <summary>A stretch of the bar.</summary>
    public sealed record Stretch(
        DateTimeOffset From, DateTimeOffset To, double Left, double Width, bool Counted, string Reason, string Family)
    {
        /// <summary>Intervals it stands for.</summary>
        public int Joined { get; init; } = 1;
    }

    /// <summary>The crossing of a level.</summary>
    public sealed record Mark(double Left, AlertLevel Level, DateTimeOffset At);
}
