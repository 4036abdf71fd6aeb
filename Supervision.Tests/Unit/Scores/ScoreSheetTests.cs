using Supervision.Core.Scores;

namespace Supervision.Tests.Unit.Scores;

public class ScoreSheetTests
{
    private static readonly ScoreUnit Window = new(ScoreOf.Window, "W01");

    [Fact]
    public void Of_FiguresByTheDefaultScheme_AddUpAsWrittenDown()
    {
        // 40: on time 9/12 (3 parts), closed 10/10 (1), no orders: 40 × (3 × 0.75 + 1) / 4 = 32.5. Yellow −5, red −10.
        // 20: on the spot 2/10 (1), compression 1 − 70/100 (1): 20 × 0.25 = 5. Early 3/10: +3.
        // 20: satisfied 8/10 (3), no callbacks: 16. 20: one unstaffed: 18. Everything has a value: out of 100.
        var sheet = Sheet(
            (ScoreInputs.Accepted, 10), (ScoreInputs.Finished, 10), (ScoreInputs.FinishedOnTime, 9),
            (ScoreInputs.OverdueOpen, 2), (ScoreInputs.Yellow, 1), (ScoreInputs.Red, 1), (ScoreInputs.OnTheSpot, 2),
            (ScoreInputs.PromisedDays, 70), (ScoreInputs.StatutoryDays, 100), (ScoreInputs.FinishedEarly, 3),
            (ScoreInputs.Ratings, 10), (ScoreInputs.Satisfied, 8), (ScoreInputs.Unstaffed, 1));
        Assert.Equal(59.5m, sheet.Score);
        Assert.Equal([32.5m, 5m, 16m, 18m], sheet.Areas.Select(area => area.Earned));
        Assert.Equal([40m, 20m, 20m, 20m], sheet.Areas.Select(area => area.Possible));
        Assert.Equal([-15m, 3m, 0m, 0m], sheet.Areas.Select(area => area.Points));
    }

    [Fact]
    public void Of_ShareWithoutValue_LeavesTheAccountAndTheOthersTakeItsPlace()
    {
        var sheet = Sheet((ScoreInputs.Accepted, 3), (ScoreInputs.Finished, 2), (ScoreInputs.FinishedOnTime, 2));
        var lines = sheet.Areas.SelectMany(area => area.Lines).ToDictionary(line => line.Indicator.Id);
        Assert.Null(lines["satisfaction"].Raw);
        Assert.Equal(0, lines["satisfaction"].Worth);
        Assert.Null(lines["compression"].Clamped);
        Assert.Equal(100, sheet.Areas.Sum(area => area.Possible)); // 40, 20 and 20 left of 100: each counts 1.25
        Assert.Equal(50 * 3m / 4, lines["onTimeRate"].Worth);
        Assert.Equal(50 * (3 + 2m / 3) / 4 + 0 + 25, sheet.Areas.Sum(area => area.Earned), 20);
        Assert.Equal(70.8m, sheet.Score); // 45.8333… + 25
    }

    [Fact]
    public void Of_NothingToJudge_HasNoScore() =>
        Assert.Null(ScoreSheet.ScoreOf(DefaultScheme.Scheme, new(ScoreOf.Channel, "x"), new long[Inputs().Length]));

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, -3)]
    [InlineData(8, -6)]
    public void Of_Warnings_CostThreeForEachThree(int warnings, int points) =>
        Assert.Equal(points, Line("warningRuns", (ScoreInputs.Warnings, warnings)).Points);

    [Theory]
    [InlineData(1000, 9, 0)]
    [InlineData(1000, 10, -1)]
    [InlineData(100, 4, -4)]
    [InlineData(100, 40, -5)]
    [InlineData(0, 0, 0)]
    public void Of_IncompleteData_CostsOneForEachPercentAndFiveAtMost(int accepted, int incomplete, int points) =>
        Assert.Equal(
            points,
            Line("incompleteData", (ScoreInputs.Accepted, accepted), (ScoreInputs.DataIncomplete, incomplete)).Points);

    [Theory]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(199, 1)]
    [InlineData(350, 3)]
    public void Of_FinishedEarly_EarnsOneForEachTenPercent(int early, int points) => Assert.Equal(
        points, Line("early", (ScoreInputs.Finished, 1000), (ScoreInputs.FinishedEarly, early)).Points);

    [Fact]
    public void Of_Half_IsRoundedAwayFromZeroOnceAtTheEnd()
    {
        var scheme = DefaultScheme.Scheme with
        {
            Areas = [DefaultScheme.Scheme.Areas[0] with { Weight = 100 }],
        };
        var inputs = Inputs(
            (ScoreInputs.Accepted, 1), (ScoreInputs.Finished, 2000), (ScoreInputs.FinishedOnTime, 1999));
        Assert.Equal(100m, ScoreSheet.ScoreOf(scheme, Window, inputs)); // 99.9625, one place: 100.0
        inputs[ScoreInputs.FinishedOnTime.Slot] = 1998;
        Assert.Equal(99.9m, ScoreSheet.ScoreOf(scheme, Window, inputs)); // 99.925
        inputs[ScoreInputs.FinishedOnTime.Slot] = 1900;
        inputs[ScoreInputs.Finished.Slot] = 2000;
        inputs[ScoreInputs.Accepted.Slot] = 2500;
        Assert.Equal(91.3m, ScoreSheet.ScoreOf(scheme, Window, inputs)); // 71.25 + 20 = 91.25
    }

    [Fact]
    public void ScoreOf_AnyFigures_IsTheSheetsSumWithinItsBounds()
    {
        var random = new Random(6);
        for (var i = 0; i < 2000; i++)
        {
            var inputs = ScoreInputs.All.Select(_ => (long)random.Next(random.Next(1, 40))).ToArray();
            var unit = new ScoreUnit((ScoreOf)random.Next(6), "x");
            var sheet = ScoreSheet.Of(DefaultScheme.Scheme, unit, inputs);
            var sum = sheet.Areas.Sum(area => area.Earned + area.Points);
            Assert.Equal(
                sheet.Areas.All(area => area.Weights == 0)
                    ? (decimal?)null
                    : Math.Round(
                        Math.Round(Math.Clamp(sum, 0, 100), 20), 1, MidpointRounding.AwayFromZero),
                sheet.Score);
            Assert.Equal(sheet.Score, ScoreSheet.ScoreOf(DefaultScheme.Scheme, unit, inputs));
        }
    }

    private static IndicatorLine Line(string id, params (ScoreInput Input, long Value)[] figures) =>
        Sheet(figures).Areas.SelectMany(area => area.Lines).Single(line => line.Indicator.Id == id);

    private static ScoreSheet Sheet(params (ScoreInput Input, long Value)[] figures) =>
        ScoreSheet.Of(DefaultScheme.Scheme, Window, Inputs(figures));

    private static long[] Inputs(params (ScoreInput Input, long Value)[] figures)
    {
        var inputs = new long[ScoreInputs.All.Length];
        foreach (var (input, value) in figures)
        {
            inputs[input.Slot] = value;
        }

        return inputs;
    }
}
