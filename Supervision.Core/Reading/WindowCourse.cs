using System.Collections.Immutable;

namespace Supervision.Core.Reading;

/// <summary>One day of a window as it went: every stretch of its hours with who was there, or why nobody was.</summary>
/// <param name="Date">The day, in the hall's zone.</param>
/// <param name="From">Start of the first stretch, in seconds of the day.</param>
/// <param name="To">End of the last, exclusive.</param>
/// <param name="Stretches">In order, without gaps; none on a day without hours or presence.</param>
/// <param name="Issued">Tickets issued.</param>
/// <param name="Served">Visitors served.</param>
/// <param name="Cases">Cases taken.</param>
public sealed record WindowCourse(
    DateOnly Date, int From, int To, ImmutableArray<WindowStretch> Stretches, int Issued, int Served, int Cases)
{
    /// <summary>Seconds that stood so.</summary>
    public int SecondsOf(WindowStatus state) =>
        Stretches.Where(stretch => stretch.State == state).Sum(stretch => stretch.To - stretch.From);
}

/// <summary>A stretch of a day in which nothing changed.</summary>
/// <param name="From">In seconds of the day, inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="State">How the window stood.</param>
/// <param name="Present">Who was there, in order; none when nobody is known by name.</param>
/// <param name="Declared">Whether it was within a declared pause, excused or not.</param>
public sealed record WindowStretch(
    int From, int To, WindowStatus State, ImmutableArray<string> Present, bool Declared);
