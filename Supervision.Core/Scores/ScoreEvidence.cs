using Supervision.Core.Calendars;
using Supervision.Core.Reading;

namespace Supervision.Core.Scores;

/// <summary>Asks a list for exactly what one figure of one unit counted in one month.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Period">The month.</param>
/// <param name="Input">The figure.</param>
public sealed record ScoreEvidence(ScoreUnit Unit, Period Period, ScoreInput Input)
{
    /// <summary>Whether the figure counted this case: the same computation that made the figure says so.</summary>
    public bool Holds(CaseRow row, WorkCalendar calendar)
    {
        var tally = new ScoreTally();
        new Contributions(tally, calendar).Count(row, +1);
        return Holds(tally);
    }

    /// <summary>Whether the figure counted this order.</summary>
    public bool Holds(OrderRow row, WorkCalendar calendar)
    {
        var tally = new ScoreTally();
        new Contributions(tally, calendar).Count(row, +1);
        return Holds(tally);
    }

    /// <summary>How the figures of the unit are kept: towns are halls of another kind.</summary>
    public ScoreUnit Stored => Unit.Of == ScoreOf.Town ? Unit with { Of = ScoreOf.Hall } : Unit;

    private bool Holds(ScoreTally tally) => tally.Cells
        .Where(cell => cell.Unit == Stored
            && (cell.Period == Period || Input == ScoreInputs.OverdueOpen && cell.Period <= Period))
        .Sum(cell => cell.Amounts[Input.Slot]) != 0;
}
