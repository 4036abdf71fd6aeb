using Supervision.Core.Ports;
using Supervision.Core.Reading;

namespace Supervision.Web.Disclosure;

/// <summary>A hall as strangers see it: sums alone, none of so few people that one of them could be meant.</summary>
/// <param name="Hall">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="AcceptedToday">Cases accepted today.</param>
/// <param name="FinishedToday">Cases finished today.</param>
/// <param name="Open">Cases accepted and not finished.</param>
/// <param name="OnTime">Finished in time this month ÷ (finished this month + open overdue).</param>
/// <param name="Satisfaction">Ratings of 3 to 5 this month ÷ ratings, defaults apart.</param>
/// <param name="Staffed">Windows with somebody there.</param>
/// <param name="Paused">Windows with a declared pause.</param>
/// <param name="Unstaffed">Windows with nobody there.</param>
/// <param name="Present">
/// Half days of yesterday somebody was there ÷ half days due; null when fewer than
/// <see cref="PublicFigures.PeopleMin"/> half days were due.
/// </param>
public sealed record PublicHall(
    string Hall, string Name, long AcceptedToday, long FinishedToday, long Open, Rate OnTime, Rate? Satisfaction,
    long Staffed, long Paused, long Unstaffed, Rate? Present);

/// <summary>A case as strangers see it: what it was about and how long it took.</summary>
public sealed record PublicCase(string Item, string Department, DateOnly AcceptedOn, DateOnly FinishedOn, bool InTime);

/// <summary>Everything the disclosure page shows.</summary>
/// <param name="AsOf">When it was computed.</param>
/// <param name="Halls">By id.</param>
/// <param name="Cases">Finished, the latest first.</param>
/// <param name="Rankings">Of the newest month that is closed; none while none is.</param>
public sealed record PublicSnapshot(
    DateTimeOffset AsOf, IReadOnlyList<PublicHall> Halls, IReadOnlyList<PublicCase> Cases,
    IReadOnlyList<PublicRanking> Rankings);

/// <summary>Computes the disclosure (公示, S2). Safe for concurrent use.</summary>
internal sealed class PublicFigures(
    IBoard board, IAttendanceList attendance, ICaseList cases, PublicRankings rankings, IEngine engine,
    IRuleShelf rules)
{
    /// <summary>Half days and ratings below which a share could tell of one person.</summary>
    public const int PeopleMin = 10;

    private const int CasesMax = 50;

    public PublicSnapshot Read(string? hall)
    {
        var context = rules.ContextOf(null, engine.Now);
        var yesterday = context.Calendars.Common.DateOf(context.Now).AddDays(-1);
        return new(
            context.Now,
            [
                .. context.Rules.Organisation.Halls.Values.Where(known => hall is null || known.Id == hall)
                    .OrderBy(known => known.Id, StringComparer.Ordinal)
                    .Select(known => HallOf(known, yesterday)),
            ],
            CasesOf(hall), rankings.Read(hall));
    }

    private PublicHall HallOf(Core.Rules.Hall hall, DateOnly yesterday)
    {
        var figures = board.Current(hall.Id);
        var totals = attendance.Totals(new AttendanceQuery(yesterday, yesterday, Hall: hall.Id));
        var present = totals.Present + totals.Late + totals.Early;
        var due = present + totals.Absent + totals.Leave;
        return new(
            hall.Id, hall.Name, figures.AcceptedToday, figures.FinishedToday, figures.Open, figures.OnTimeRate,
            figures.Satisfaction.Denominator >= PeopleMin ? figures.Satisfaction : null, figures.Windows.Staffed,
            figures.Windows.Paused, figures.Windows.Unstaffed, due >= PeopleMin ? new Rate(present, due) : null);
    }

    /// <summary>Names come from the rule book: what a source wrote there instead is nobody's to read.</summary>
    private PublicCase[] CasesOf(string? hall)
    {
        var context = rules.ContextOf(null, engine.Now);
        var (items, departments) = (context.Rules.Items, context.Rules.Organisation.Departments);
        return
        [
            .. cases.Find(new CaseQuery(State: CaseStatus.Finished, Hall: hall, Limit: CasesMax)).Items
                .Where(row => row is { AcceptedAt: not null, EndedAt: not null, Item: not null }
                    && items.ContainsKey(row.Item))
                .OrderByDescending(row => row.EndedAt)
                .Select(row => new PublicCase(
                    items[row.Item!].Name,
                    row.Department is { } id && departments.TryGetValue(id, out var department) ? department.Name : "",
                    context.Calendars.Of(row.Hall).DateOf(row.AcceptedAt!.Value),
                    context.Calendars.Of(row.Hall).DateOf(row.EndedAt!.Value), !row.Overdue)),
        ];
    }
}
