namespace Supervision.Core.Clocks;

/// <summary>
/// Reason codes of <see cref="ExplainedInterval"/>, beside those of <see cref="Calendars.DayStatus"/>.
/// </summary>
public static class ExplanationReasons
{
    /// <summary>The day of the start, which convention A does not count (民法典 201).</summary>
    public const string StartDay = "startDay";

    /// <summary>A day of a limit in calendar days or months; it counts whether worked or not.</summary>
    public const string CalendarDay = "calendarDay";

    /// <summary>A day between the last day of such a limit and the working day it rolls to (民法典 203).</summary>
    public const string Rolled = "rolled";

    /// <summary>A working day outside office hours: after the close of the due day, or for limits in hours.</summary>
    public const string Closed = "closed";

    /// <summary>Working time past the due instant.</summary>
    public const string Overdue = "overdue";

    /// <summary>The rest of an explanation too long to list, from <see cref="Explanation.DaysMax"/> days on.</summary>
    public const string Truncated = "truncated";

    /// <summary>Followed by the legal reason: <c>suspension:inspection</c>.</summary>
    public const string SuspensionPrefix = "suspension:";

    internal const string StartDayBasis = "民法典第二百零一条";

    internal const string RolledBasis = "民法典第二百零三条";

    internal const string SuspensionBasis = "行政许可法第四十五条";
}
