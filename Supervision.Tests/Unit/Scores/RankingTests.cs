using Supervision.Core.Scores;

namespace Supervision.Tests.Unit.Scores;

public class RankingTests
{
    [Fact]
    public void Of_EqualScores_ShareARank()
    {
        var ranking = Ranking.Of(DefaultScheme.Scheme, [Unit("d", 5), Unit("a", 9), Unit("c", 9), Unit("b", 10)]);
        Assert.Equal(["1 b", "2 a", "2 c", "4 d"], ranking.Lines.Select(line => $"{line.Rank} {line.Figures.Unit.Id}"));
    }

    [Fact]
    public void Of_UnitUnderTheMinimum_IsListedApartWithItsScore()
    {
        var ranking = Ranking.Of(DefaultScheme.Scheme, [Unit("small", 4, 4), Unit("a", 5, 5), Unit("empty", 0, 0)]);
        Assert.Equal(
            ["1  a", " SmallSample empty", " SmallSample small"],
            ranking.Lines.Select(line => $"{line.Rank} {line.Apart} {line.Figures.Unit.Id}"));
        Assert.Equal(100, ranking.Lines[2].Score);
        Assert.InRange(ranking.Lines[2].Figures.OnTime.Interval!.Value.Low, 0.5, 0.52); // 4 of 4 proves little
    }

    [Fact]
    public void Of_OneUnitOfAnotherMix_IsNoted()
    {
        var desk = Unit("desk", 10);
        desk.Inputs[ScoreInputs.Immediate.Slot] = 10;
        var ranking = Ranking.Of(
            DefaultScheme.Scheme, [desk, .. Enumerable.Range(0, 9).Select(i => Unit($"w{i}", 10))]);
        Assert.Equal(["desk"], ranking.Lines.Where(line => line.MixDiffers).Select(line => line.Figures.Unit.Id));
    }

    private static UnitFigures Unit(string id, long onTime, long finished = 10)
    {
        var inputs = new long[ScoreInputs.All.Length];
        inputs[ScoreInputs.Accepted.Slot] = finished;
        inputs[ScoreInputs.Finished.Slot] = finished;
        inputs[ScoreInputs.FinishedOnTime.Slot] = onTime;
        inputs[ScoreInputs.OnTheSpot.Slot] = finished;
        return new(new(ScoreOf.Window, id), inputs);
    }
}
