using System.Collections.Immutable;
using Supervision.Core.Calendars;

namespace Supervision.Core.Presence;

/// <summary>
/// What was said about somebody's leave. Of several statements about one instant the last one said holds.
/// </summary>
/// <param name="Who">The member of staff.</param>
/// <param name="From">First instant, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Approved">True: on leave; false: the leave is cancelled.</param>
/// <param name="SaidAt">When it was said.</param>
/// <param name="Tie">Orders what was said at one instant.</param>
/// <param name="Kind">Kind of leave.</param>
/// <param name="Substitute">Who stands in.</param>
public sealed record LeaveStatement(
    string Who, DateTimeOffset From, DateTimeOffset To, bool Approved, DateTimeOffset SaidAt, ulong Tie,
    string? Kind, string? Substitute);

/// <summary>Reads statements about leave.</summary>
internal static class Leaves
{
    /// <summary>Statements kept of one entity; the newest said.</summary>
    public const int KeptMax = 200;

    /// <summary>The statements with one more, in the order they were said; what is over before a day is left
    /// out.</summary>
    public static ImmutableArray<LeaveStatement> With(
        ImmutableArray<LeaveStatement> statements, LeaveStatement added, DateTimeOffset? overBefore)
    {
        var kept = statements.Add(added)
            .Where(one => overBefore is null || one.To > overBefore)
            .OrderBy(one => one.SaidAt.UtcTicks).ThenBy(one => one.Tie)
            .ToImmutableArray();
        return kept.Length <= KeptMax ? kept : kept[^KeptMax..];
    }

    /// <summary>The seconds of a day on which somebody is on leave.</summary>
    public static ImmutableArray<DaySpan> Of(
        ImmutableArray<LeaveStatement> statements, string who, DateOnly day, WorkCalendar calendar)
    {
        var spans = ImmutableArray<DaySpan>.Empty;
        foreach (var statement in statements)
        {
            if (statement.Who != who)
            {
                continue;
            }

            var span = new DaySpan(
                Second(statement.From, day, calendar), Second(statement.To, day, calendar));
            if (span.Length > 0)
            {
                spans = statement.Approved
                    ? DaySpans.Union(spans.Add(span))
                    : DaySpans.Without(spans, [span]);
            }
        }

        return spans;
    }

    private static int Second(DateTimeOffset instant, DateOnly day, WorkCalendar calendar)
    {
        var ticks = (calendar.LocalTimeOf(instant) - day.ToDateTime(TimeOnly.MinValue)).Ticks;
        return (int)Math.Clamp(ticks / TimeSpan.TicksPerSecond, 0, DaySpans.DayEnd);
    }
}
