using System.Runtime.InteropServices;

namespace Supervision.Core.Scores;

/// <summary>What has been added to the figures of units, by month. Not safe for concurrent use.</summary>
public sealed class ScoreTally
{
    private readonly Dictionary<(ScoreOf Of, string Id, int Period), long[]> cells = [];

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => cells.Count == 0;

    /// <summary>What was added, in no order; by <see cref="ScoreInput.Slot"/>.</summary>
    public IEnumerable<(ScoreUnit Unit, Period Period, long[] Amounts)> Cells =>
        cells.Select(cell => (new ScoreUnit(cell.Key.Of, cell.Key.Id), new Period(cell.Key.Period), cell.Value));

    /// <summary>Adds to one figure.</summary>
    public void Add(ScoreOf of, string id, Period period, ScoreInput input, long amount)
    {
        ref var amounts = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, (of, id, period.Number), out _);
        (amounts ??= new long[ScoreInputs.All.Length])[input.Slot] += amount;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => cells.Clear();
}
