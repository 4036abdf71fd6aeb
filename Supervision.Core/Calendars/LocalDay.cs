namespace Supervision.Core.Calendars;

/// <summary>
/// A date that differs from the State Council's notices in one place: a typhoon day, a local festival.
/// </summary>
/// <param name="Date">The date.</param>
/// <param name="IsOffDay">True for a day off, false for a working day.</param>
/// <param name="Reason">Why, for the explanation; not empty.</param>
/// <param name="Basis">The document that says so; null when none is known.</param>
public sealed record LocalDay(DateOnly Date, bool IsOffDay, string Reason, string? Basis);

/// <summary>Whether a date is worked, and why.</summary>
/// <param name="IsWorkingDay">Whether the hall works.</param>
/// <param name="Reason"><c>workingDay</c>, <c>weekend</c>, <c>holiday:…</c>, <c>makeUpDay:…</c>, <c>closed:…</c> (local
/// day off) or <c>opened:…</c> (local working day).</param>
/// <param name="Basis">Address of the notice or name of the document; null when none is needed.</param>
public sealed record DayStatus(bool IsWorkingDay, string Reason, string? Basis);
