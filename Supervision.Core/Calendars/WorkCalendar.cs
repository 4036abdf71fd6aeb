namespace Supervision.Core.Calendars;

/// <summary>Working days and office hours of one hall. Immutable and safe for concurrent use.</summary>
public sealed class WorkCalendar
{
    /// <summary>Name of the edition, as readings carry it.</summary>
    public string Edition => "";
}
