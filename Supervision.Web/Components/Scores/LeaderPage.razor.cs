using Microsoft.AspNetCore.Components;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Web.Components.Text;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Scores;

/// <summary>One page a month: five figures, three things that need the reader, and what changed.</summary>
public partial class LeaderPage
{
    private const int MovedMax = 6;
    private const int NeedsMax = 3;

    [Inject] private IOrderList Orders { get; set; } = null!;

    private ScoreOf Side { get; set; }

    private List<Figure> Figures { get; } = [];

    private List<(string Icon, string Text, string Address)> Needs { get; } = [];

    private List<Move> Moved { get; } = [];

    private MonthHead Former { get; set; } = null!;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Former = List.Month(Month.Period.Plus(-1))!;
        Side = Caller.Scope is null ? ScoreOf.Department : ScoreOf.Hall;
        var now = Seen(Month);
        var before = Seen(Former);
        ReadFigures([.. now.Select(line => line.Figures)], [.. before.Select(line => line.Figures)]);
        ReadMoves(now, before);
        ReadNeeds(now);
    }

    private RankLine[] Seen(MonthHead month) =>
    [
        .. List.Rank(month, Side).Ranking.Lines.Where(line => Caller.MaySee(line.Figures.Unit, Organisation)),
    ];

    private void ReadFigures(UnitFigures[] now, UnitFigures[] before)
    {
        Add("board.onTimeRate", figures => (Sum(figures, ScoreInputs.FinishedOnTime),
            Sum(figures, ScoreInputs.Finished) + Sum(figures, ScoreInputs.OverdueOpen)),
            ScoreInputs.FinishedOnTime, ScoreInputs.OverdueOpen);
        Add("board.onTheSpotRate", figures => (Sum(figures, ScoreInputs.OnTheSpot), Sum(figures, ScoreInputs.Finished)),
            ScoreInputs.OnTheSpot);
        Add("leader.compression", figures => (
            Sum(figures, ScoreInputs.StatutoryDays) - Sum(figures, ScoreInputs.PromisedDays),
            Sum(figures, ScoreInputs.StatutoryDays)), ScoreInputs.PromisedDays, ScoreInputs.StatutoryDays);
        Add("board.satisfaction", figures => (Sum(figures, ScoreInputs.Satisfied), Sum(figures, ScoreInputs.Ratings)),
            ScoreInputs.Satisfied);
        Add("leader.rectification", figures => (
            Sum(figures, ScoreInputs.OrdersRectified), Sum(figures, ScoreInputs.Orders)), ScoreInputs.OrdersRectified);

        void Add(string key, Func<UnitFigures[], (long, long)> rate, params ReadOnlySpan<ScoreInput> inputs)
        {
            List<string> says = [];
            foreach (var input in inputs)
            {
                says.Add(Named(input.Definition, input.DefinitionEnglish));
            }

            var ((n, d), (m, e)) = (rate(now), rate(before));
            Figures.Add(new(key, new(n, d), new(m, e), string.Join("; ", says)));
        }
    }

    private void ReadNeeds(RankLine[] now)
    {
        var climbed = Orders.Find(new(
            Open: true, RungFrom: LadderRung.CentreLeader, Limit: 1, Scope: Caller.Scope)).Total;
        if (climbed > 0)
        {
            Needs.Add(("bi-arrow-up-square", Words.Of("leader.climbed", climbed), "/escalations"));
        }

        var worst = now.Where(line => line.Figures[ScoreInputs.Red] > 0)
            .MaxBy(line => line.Figures[ScoreInputs.Red]);
        if (worst is not null)
        {
            var unit = worst.Figures.Unit;
            Needs.Add((
                "bi-exclamation-diamond",
                Words.Of("leader.red", RankRow.NameOf(unit, Names), worst.Figures[ScoreInputs.Red]),
                EvidenceAddress.Of(new(unit, Month.Period, ScoreInputs.Red))));
        }

        var late = now.Where(line => line.Figures[ScoreInputs.OverdueOpen] > 0)
            .MaxBy(line => line.Figures[ScoreInputs.OverdueOpen]);
        if (late is not null)
        {
            var unit = late.Figures.Unit;
            Needs.Add((
                "bi-hourglass-bottom",
                Words.Of("leader.overdue", RankRow.NameOf(unit, Names), late.Figures[ScoreInputs.OverdueOpen]),
                EvidenceAddress.Of(new(unit, Month.Period, ScoreInputs.OverdueOpen))));
        }

        if (Needs.Count < NeedsMax && Moved.Where(move => move.Places < 0).MinBy(move => move.Places) is { } fallen)
        {
            var unit = fallen.Now.Figures.Unit;
            Needs.Add((
                "bi-graph-down-arrow", Words.Of("leader.fallen", RankRow.NameOf(unit, Names), -fallen.Places),
                ScoreAddress(unit, Month.Period)));
        }

        if (Needs.Count < NeedsMax && Month.Period < Last && Month.Shown is null && now.Length > 0)
        {
            Needs.Add(("bi-lock", Words.Of("leader.unclosed", Month.Period), $"/rankings?period={Month.Period}"));
        }
    }

    /// <summary>The units that moved furthest, with the indicator that moved most.</summary>
    private void ReadMoves(RankLine[] now, RankLine[] before)
    {
        var former = before.Where(line => line.Rank is not null).ToDictionary(line => line.Figures.Unit);
        Moved.AddRange(now
            .Where(line => line.Rank is not null && former.ContainsKey(line.Figures.Unit)
                && former[line.Figures.Unit].Rank != line.Rank)
            .Select(line => (Now: line, Before: former[line.Figures.Unit]))
            .OrderByDescending(move => Math.Abs(move.Now.Rank!.Value - move.Before.Rank!.Value))
            .ThenBy(move => move.Now.Rank)
            .Take(MovedMax)
            .Select(move => new Move(move.Now, move.Before, WhyOf(move.Now.Figures.Unit))));
    }

    private string WhyOf(ScoreUnit unit)
    {
        if (List.Open(Month, unit) is not { } now || List.Open(Former, unit) is not { } before)
        {
            return "";
        }

        var points = before.Sheet.Areas.SelectMany(area => area.Lines)
            .ToDictionary(line => line.Indicator.Id, line => line.Points, StringComparer.Ordinal);
        var most = now.Sheet.Areas.SelectMany(area => area.Lines)
            .MaxBy(line => Math.Abs(line.Points - points.GetValueOrDefault(line.Indicator.Id)));
        return most is null ? "" : string.Create(
            Words.First,
            $"{Named(most.Indicator.Name, most.Indicator.NameEnglish)} "
            + $"{most.Points - points.GetValueOrDefault(most.Indicator.Id):+0.0;−0.0;0.0}");
    }

    private static long Sum(UnitFigures[] figures, ScoreInput input) => figures.Sum(unit => unit[input]);

    private static string Percent(Rate rate) => rate.Value is { } value
        ? (value * 100).ToString("0.0", Words.First) + " %"
        : "—";

    private static string Share(Rate rate) =>
        $"{rate.Numerator.ToString("N0", Words.First)} / {rate.Denominator.ToString("N0", Words.First)}";

    private static string Difference(Figure figure) => figure is { Now.Value: { } now, Before.Value: { } before }
        ? Words.Of("leader.points", ((now - before) * 100).ToString("+0.0;−0.0;0.0", Words.First))
        : "";

    private sealed record Figure(string Key, Rate Now, Rate Before, string Says);

    private sealed record Move(RankLine Now, RankLine Before, string Why)
    {
        /// <summary>Places gained; negative when they were lost.</summary>
        public int Places => Before.Rank!.Value - Now.Rank!.Value;
    }
}
