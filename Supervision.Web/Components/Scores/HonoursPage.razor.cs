using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Scores;
using Supervision.Web.Components.Text;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Scores;

/// <summary>Honours of a year by month, quarter and year, computed from months that are closed.</summary>
public partial class HonoursPage
{
    private const int PostsMax = 10;

    private int Year { get; set; }

    private ImmutableArray<MonthHonours> Months { get; set; } = [];

    private List<(int Quarter, ImmutableArray<Average> Posts, ImmutableArray<Average> Centres)> Quarters { get; } = [];

    private ImmutableArray<Average> Annual { get; set; } = [];

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Year = int.TryParse(Asked("year"), Words.Chinese, out var year) && year is >= 1990 and < 2100
            ? year
            : Last.Plus(-1).Year;
        ReadMonths();
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            var first = (quarter - 1) * Honours.QuarterMonths + 1;
            var staff = Closed(ScoreOf.Staff, first, Honours.QuarterMonths);
            var towns = Closed(ScoreOf.Town, first, Honours.QuarterMonths);
            if (staff.Length == Honours.QuarterMonths)
            {
                Quarters.Add((
                    quarter, [.. Honours.Averages(staff, Honours.QuarterMonths).Take(PostsMax)],
                    [.. Honours.Averages(towns, Honours.QuarterMonths).Take(1)]));
            }
        }

        Annual =
        [
            .. Honours.Averages(Closed(ScoreOf.Department, 1, 12), 1),
            .. Honours.Averages(Closed(ScoreOf.Town, 1, 12), 1),
        ];
    }

    private void ReadMonths()
    {
        string? holder = null;
        var months = ImmutableArray.CreateBuilder<MonthHonours>();
        for (var month = 1; month <= 12; month++)
        {
            var head = List.Month(Period.Of(Year, month))!;
            if (head.Shown is not null)
            {
                var honours = Honours.Of(
                    head.Period, List.Rank(head, ScoreOf.Window).Ranking, List.Rank(head, ScoreOf.Hall).Ranking,
                    id => Organisation.Halls.GetValueOrDefault(id)?.Kind == "branch", holder);
                holder = honours.RedFlag?.Figures.Unit.Id;
                months.Add(honours);
            }
        }

        Months = months.ToImmutable();
    }

    private Ranking[] Closed(ScoreOf of, int first, int count) =>
    [
        .. Enumerable.Range(first, count).Select(month => List.Month(Period.Of(Year, month))!)
            .Where(month => month.Shown is not null).Select(month => List.Rank(month, of).Ranking),
    ];

    private RenderFragment Who(RankLine? line, Period period) => builder =>
    {
        if (line is null)
        {
            builder.AddContent(0, "—");
            return;
        }

        builder.OpenElement(1, "span");
        builder.AddContent(2, RankRow.NameOf(line.Figures.Unit, Names));
        if (line.Figures.Unit.Of == ScoreOf.Window)
        {
            builder.AddContent(3, $" {line.Figures.Unit.Id}"); // many windows share a name
        }

        builder.AddContent(4, $" {Score(line.Score)}");
        builder.CloseElement();
    };

    private string Listed(ImmutableArray<Average> averages) => averages.IsEmpty
        ? "—"
        : string.Join(" · ", averages.Select(average =>
            $"{RankRow.NameOf(average.Unit, Names)} {average.Score.ToString("0.00", Words.First)}"));
}
