using Supervision.Core.Scores;

namespace Supervision.Tests.Unit.Scores;

public class HonoursTests
{
    private static readonly Period October = Period.Of(2026, 10);

    [Fact]
    public void RedFlag_OfEqualWindows_StaysWithItsHolderElseGoesToTheOneWithMoreCases()
    {
        var windows = Rank(ScoreOf.Window, ("a", 10, 10), ("b", 20, 20), ("c", 9, 10));
        Assert.Equal("b", Flag(windows, holder: null));
        Assert.Equal("a", Flag(windows, holder: "a"));
        Assert.Equal("b", Flag(windows, holder: "c")); // it is not among the first any more
    }

    [Fact]
    public void RedFlag_WhenNobodyIsWorthy_HasNoHolder()
    {
        var honours = Honours.Of(
            October, Rank(ScoreOf.Window, ("a", 1, 10)), Rank(ScoreOf.Hall), _ => true, holder: "a");
        Assert.Null(honours.RedFlag);
        Assert.Empty(honours.Excellent);
    }

    [Fact]
    public void Excellent_AreTheFirstTenRanksWithTheirTies_AndTheBranchIsTheFirstOfItsKind()
    {
        var windows = Rank(ScoreOf.Window, [.. Enumerable.Range(0, 12).Select(i => ($"w{i:D2}", 100L - i / 11, 100L))]);
        var halls = Rank(ScoreOf.Hall, ("H1", 10, 10), ("B1", 8, 10), ("B2", 9, 10));
        var honours = Honours.Of(
            October, windows, halls, id => id.StartsWith('B'), holder: null);
        Assert.Equal(11, honours.Excellent.Length); // eleven share the first rank
        Assert.Equal("B2", honours.Branch!.Figures.Unit.Id);
    }

    [Fact]
    public void Averages_AskForEveryMonth_AndConvertToAnnualPoints()
    {
        Ranking[] months =
        [
            Rank(ScoreOf.Town, ("T1", 10, 10), ("T2", 10, 10)), Rank(ScoreOf.Town, ("T1", 9, 10)),
        ];
        var average = Assert.Single(Honours.Averages(months, 2));
        Assert.Equal(("T1", 2), (average.Unit.Id, average.Months));
        Assert.Equal(Math.Round(average.Score / 50, 2), Honours.AnnualPoints(DefaultScheme.Scheme, average));
        Assert.Equal(2, Honours.Averages(months, 1).Length);
    }

    private static string? Flag(Ranking windows, string? holder) =>
        Honours.Of(October, windows, Rank(ScoreOf.Hall), _ => false, holder).RedFlag?.Figures.Unit.Id;

    private static Ranking Rank(ScoreOf of, params (string Id, long OnTime, long Finished)[] units) => Ranking.Of(
        DefaultScheme.Scheme, units.Select(unit =>
        {
            var inputs = new long[ScoreInputs.All.Length];
            inputs[ScoreInputs.Accepted.Slot] = unit.Finished;
            inputs[ScoreInputs.Finished.Slot] = unit.Finished;
            inputs[ScoreInputs.FinishedOnTime.Slot] = unit.OnTime;
            inputs[ScoreInputs.OnTheSpot.Slot] = unit.Finished;
            return new UnitFigures(new(of, unit.Id), inputs);
        }));
}
