using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Presence;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Core.Staff;

/// <summary>
/// What the punches and leaves of one day mean at one moment: a pure function of their set, whatever order they came
/// in.
/// </summary>
internal static class StaffDays
{
    /// <summary>What somebody has to work on a day by the rules of now.</summary>
    public static Duty DutyOf(string staff, RuleBook rules, WorkCalendar calendar)
    {
        var presence = rules.Presence;
        return rules.Organisation.Staff.TryGetValue(staff, out var member)
            ? new(
                member.Hall, member.Department,
                [.. calendar.Hours.Segments.Select(part => new DaySpan(Seconds(part.From), Seconds(part.To)))],
                Seconds(presence.Late), Seconds(presence.Early), Seconds(presence.Absent))
            : new(null, null, [], 0, 0, 0);
    }

    /// <summary>Reads a day.</summary>
    /// <param name="staff">Whose.</param>
    /// <param name="day">The day.</param>
    /// <param name="leave">Seconds of leave.</param>
    /// <param name="now">The engine's now.</param>
    /// <param name="calendar">Calendar of the hall.</param>
    /// <param name="alerts">Where findings go.</param>
    /// <returns>The day, and when it changes by itself; null when it does not.</returns>
    public static (AttendanceRow Row, DateTimeOffset? Deadline) Read(
        string staff, StaffDay day, ImmutableArray<DaySpan> leave, DateTimeOffset now, WorkCalendar calendar,
        List<Alert> alerts)
    {
        var passed = LocalDays.Passed(day.Date, now, calendar);
        var present = PresenceOf(day.Punches, passed);
        var halves = ImmutableArray.CreateBuilder<HalfDay>();
        var next = NextPunch(day.Punches, passed);
        if (calendar.IsWorkingDay(day.Date))
        {
            for (var part = 0; part < day.Duty.Halves.Length; part++)
            {
                var half = new HalfReading(day.Duty, part, present, leave, passed);
                halves.Add(half.Result);
                next = Math.Min(next, half.NextLook);
                half.Found(day.Date, calendar, alerts);
            }
        }

        var row = new AttendanceRow
        {
            Staff = staff,
            Date = day.Date,
            Hall = day.Duty.Hall,
            Department = day.Duty.Department,
            Halves = halves.ToImmutable(),
            Punches = day.Punches.Length,
            Here = !present.IsEmpty && present[^1].To == DaySpans.DayEnd,
        };
        return (row, next == int.MaxValue ? null : LocalDays.After(day.Date, next, calendar));
    }

    /// <summary>
    /// From coming until going; who does not punch out is there until the day ends, and nobody is there at midnight.
    /// </summary>
    private static ImmutableArray<DaySpan> PresenceOf(ImmutableArray<PunchMark> punches, int passed)
    {
        var spans = ImmutableArray.CreateBuilder<DaySpan>();
        int? since = null;
        foreach (var punch in punches)
        {
            if (punch.Second > passed)
            {
                break;
            }

            if (punch.Inwards)
            {
                since ??= punch.Second;
            }
            else if (since is { } from)
            {
                spans.Add(new(from, punch.Second));
                since = null;
            }
        }

        if (since is { } open)
        {
            spans.Add(new(open, DaySpans.DayEnd));
        }

        return spans.ToImmutable();
    }

    private static int NextPunch(ImmutableArray<PunchMark> punches, int passed)
    {
        foreach (var punch in punches)
        {
            if (punch.Second > passed)
            {
                return punch.Second;
            }
        }

        return int.MaxValue;
    }

    /// <summary>Seconds of a time of day.</summary>
    public static int Seconds(TimeOnly time) => (int)(time.Ticks / TimeSpan.TicksPerSecond);

    /// <summary>Whole seconds of a span.</summary>
    public static int Seconds(TimeSpan span) => (int)span.TotalSeconds;
}
