using Supervision.Core.Entities;
using Supervision.Core.Presence;

namespace Supervision.Core.Staff;

/// <summary>
/// Whether somebody who is to stand in is away as well. A member of staff knows their own leave only, so whoever sends
/// a command about leave asks the substitute first. Pure.
/// </summary>
public static class SubstituteLeave
{
    /// <summary>The first day within a time on which somebody is on leave; null when there is none.</summary>
    /// <param name="substitute">What the substitute remembers.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="context">The rules of now and the calendars.</param>
    public static DateOnly? FirstDay(
        StaffState substitute, DateTimeOffset from, DateTimeOffset to, DecisionContext context)
    {
        var calendar = context.Calendars.Of(context.Rules.Organisation.Staff.GetValueOrDefault(substitute.Id)?.Hall);
        var (first, start) = LocalDays.Of(from, calendar);
        var (last, end) = LocalDays.Of(to, calendar);
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            var asked = new DaySpan(day == first ? start : 0, day == last ? end : DaySpans.DayEnd);
            if (!DaySpans.Within(Leaves.Of(substitute.Leaves, substitute.Id, day, calendar), asked).IsEmpty)
            {
                return day;
            }
        }

        return null;
    }
}
