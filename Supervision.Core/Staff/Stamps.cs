using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Presence;

namespace Supervision.Core.Staff;

/// <summary>
/// Many cases on which somebody did the same thing in the same second (domain.md section 5, 体外循环): no hand is that
/// quick, so the books were filled in afterwards. Facts are never taken back, so neither is this.
/// </summary>
internal static class Stamps
{
    /// <summary>Code of the finding.</summary>
    public const string Identical = "stamps.identical";

    /// <summary>Marks remembered of one member of staff, the latest told.</summary>
    private const int MarksMax = 32;

    /// <summary>Cases named as the reason.</summary>
    private const int CasesNamed = 5;

    /// <summary>What follows from a note; nothing when it is known, or when only the day was recorded.</summary>
    public static StampsNoted? Take(StaffState state, NoteStamps note, WorkCalendar calendar)
    {
        var (day, second) = LocalDays.Of(note.At, calendar);
        var mark = new StampMark(day, second, note.Act, note.Cases);
        var isDateOnly = second == 0; // a source that knows no time of day says midnight
        return isDateOnly || state.Stamps.Any(known => known.Key == mark.Key) ? null : new StampsNoted(mark);
    }

    public static ImmutableArray<StampMark> With(ImmutableArray<StampMark> marks, StampMark mark) =>
        [.. marks.TakeLast(MarksMax - 1), mark];

    public static IEnumerable<Alert> Look(StaffState state, WorkCalendar calendar) => state.Stamps.Select(mark =>
        new Alert(
            AlertKind.Finding, AlertLevel.Warning, null, mark.Key,
            LocalDays.Instant(mark.Date, mark.Second, calendar), Because.Of(
                ("act", mark.Act), ("casesAtLeast", mark.Cases.Length.ToString(CultureInfo.InvariantCulture)),
                ("cases", string.Join(' ', mark.Cases.Take(CasesNamed))))));
}

/// <summary>Cases on which somebody did the same thing in the same second.</summary>
/// <param name="Date">The day, in the hall's zone.</param>
/// <param name="Second">Of the day.</param>
/// <param name="Act">Type of the facts.</param>
/// <param name="Cases">Their numbers.</param>
public sealed record StampMark(DateOnly Date, int Second, string Act, ImmutableArray<string> Cases)
{
    /// <summary>Key of the finding; one for each act and second.</summary>
    internal string Key => string.Create(
        CultureInfo.InvariantCulture,
        $"{Stamps.Identical}:{LocalDays.Text(Date)}:{TimeSpan.FromSeconds(Second):hhmmss}:{Act}");
}

/// <summary>Tells a member of staff of facts on many cases that carry the same second; sent by a reaction.</summary>
/// <param name="At">The second.</param>
/// <param name="Act">Type of the facts.</param>
/// <param name="Cases">Numbers of the cases, as many as the rules call many.</param>
public sealed record NoteStamps(DateTimeOffset At, string Act, ImmutableArray<string> Cases) : Command;

/// <summary>Many cases carry the same second.</summary>
public sealed record StampsNoted(StampMark Mark) : DomainEvent;
