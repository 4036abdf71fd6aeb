using System.Collections.Immutable;
using Supervision.Core.Reading;

namespace Supervision.Core.Draws;

/// <summary>A class of objects that is spot-checked every year, as the rule book plans it.</summary>
/// <param name="Id">Unique among the lines.</param>
/// <param name="Name">Name people read.</param>
/// <param name="Kind">What is drawn from.</param>
/// <param name="Grade">Of cases: those with a risk point of this grade (A, B, C); null means any.</param>
/// <param name="TimesPerYear">Draws a year, 1 to 12 and a divisor of 12: the year falls into as many parts.</param>
/// <param name="Percent">Share of the pool that each draw takes, above 0 to 100.</param>
/// <param name="PerObject">Inspectors for each object, 0 to <see cref="DrawRule.PerObjectMax"/>.</param>
public sealed record DrawLine(
    string Id, string Name, DrawKind Kind, string? Grade, int TimesPerYear, decimal Percent, int PerObject)
{
    /// <summary>First day of a part of a year; parts are numbered from 1.</summary>
    public DateOnly First(int year, int part) => new(year, (part - 1) * MonthsPerPart + 1, 1);

    /// <summary>Last day of a part: the draw is due by its end.</summary>
    public DateOnly Last(int year, int part) => First(year, part).AddMonths(MonthsPerPart).AddDays(-1);

    /// <summary>Whether a duty is one of this line's.</summary>
    public bool Has(DrawDuty duty) => duty.Line == Id && duty.Part >= 1 && duty.Part <= TimesPerYear
        && duty.Year >= DateOnly.MinValue.Year && duty.Year < DateOnly.MaxValue.Year;

    private int MonthsPerPart => 12 / TimesPerYear;
}

/// <summary>Where a planned draw stands.</summary>
public enum DutyStatus
{
    /// <summary>Its part of the year has not begun.</summary>
    Ahead,
    /// <summary>Its part runs, and nobody has begun it.</summary>
    Open,
    /// <summary>Begun, not drawn yet.</summary>
    Running,
    /// <summary>Drawn in time.</summary>
    Done,
    /// <summary>Drawn after it was due.</summary>
    Late,
    /// <summary>Its part is over, and nothing was drawn.</summary>
    Missed,
}

/// <summary>A planned draw and what became of it.</summary>
/// <param name="Line">Line of the plan.</param>
/// <param name="Duty">Which one of the year.</param>
/// <param name="First">First day of its part.</param>
/// <param name="Last">Last day: it is due by its end.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Draw">The draw that meets it, or is meant to; null when there is none.</param>
public sealed record PlannedDraw(
    DrawLine Line, DrawDuty Duty, DateOnly First, DateOnly Last, DutyStatus Status, DrawRow? Draw);

/// <summary>A line of the plan beside what was done.</summary>
/// <param name="Line">The line.</param>
/// <param name="Due">Draws that were due before today.</param>
/// <param name="Carried">Draws of the year that were carried out, late ones too.</param>
/// <param name="Aborted">Draws for it that came to nothing.</param>
/// <param name="Objects">Objects in the pools of those carried out.</param>
/// <param name="Expected">Objects that the plan's share of these pools makes.</param>
/// <param name="Drawn">Objects that were drawn.</param>
public sealed record LineFigures(
    DrawLine Line, int Due, int Carried, int Aborted, int Objects, decimal Expected, int Drawn);

/// <summary>The plan of a year beside what became of it. Pure; the draws are those of the list.</summary>
/// <param name="Year">The year.</param>
/// <param name="Draws">Every planned draw, by line and part.</param>
/// <param name="Lines">Every line with its figures.</param>
public sealed record DrawYear(int Year, ImmutableArray<PlannedDraw> Draws, ImmutableArray<LineFigures> Lines)
{
    /// <summary>Looks at a year.</summary>
    /// <param name="lines">The plan.</param>
    /// <param name="rows">Every draw that was made for it; others are passed over.</param>
    /// <param name="year">The year.</param>
    /// <param name="today">Today in the halls.</param>
    /// <param name="dateOf">The day of an instant in the halls.</param>
    public static DrawYear Of(
        ImmutableArray<DrawLine> lines, IEnumerable<DrawRow> rows, int year, DateOnly today,
        Func<DateTimeOffset, DateOnly> dateOf)
    {
        var byDuty = rows.Where(row => row.For?.Year == year).ToLookup(row => row.For!);
        ImmutableArray<PlannedDraw> draws =
        [
            .. lines.SelectMany(line => Enumerable.Range(1, line.TimesPerYear).Select(part =>
                Planned(line, new(line.Id, year, part), byDuty, today, dateOf))),
        ];
        return new(year, draws, [.. lines.Select(line => Figures(line, draws, byDuty, today))]);
    }

    private static PlannedDraw Planned(
        DrawLine line, DrawDuty duty, ILookup<DrawDuty, DrawRow> rows, DateOnly today,
        Func<DateTimeOffset, DateOnly> dateOf)
    {
        var (first, last) = (line.First(duty.Year, duty.Part), line.Last(duty.Year, duty.Part));
        var draw = rows[duty].Where(row => row.Status != DrawStatus.Aborted)
            .OrderBy(row => row.DrawnAt ?? DateTimeOffset.MaxValue).ThenBy(row => row.PlannedAt).FirstOrDefault();
        var status = draw switch
        {
            { DrawnAt: { } drawnAt } => dateOf(drawnAt) <= last ? DutyStatus.Done : DutyStatus.Late,
            _ when today > last => DutyStatus.Missed,
            not null => DutyStatus.Running,
            _ => today < first ? DutyStatus.Ahead : DutyStatus.Open,
        };
        return new(line, duty, first, last, status, draw);
    }

    private static LineFigures Figures(
        DrawLine line, ImmutableArray<PlannedDraw> draws, ILookup<DrawDuty, DrawRow> rows, DateOnly today)
    {
        var own = draws.Where(one => one.Line == line).ToArray();
        DrawRow[] carried = [.. own.Select(one => one.Draw).OfType<DrawRow>().Where(row => row.DrawnAt is not null)];
        return new(
            line, own.Count(one => one.Last < today), carried.Length,
            own.Sum(one => rows[one.Duty].Count(row => row.Status == DrawStatus.Aborted)),
            carried.Sum(row => row.Objects), carried.Sum(row => row.Objects) * line.Percent / 100,
            carried.Sum(row => row.Count));
    }
}
