using Supervision.Core.Reading;
using Supervision.Core.Scores;

namespace Supervision.Silo.Views;

/// <summary>
/// Rankings and corrections that were computed, until so many units are remembered; beyond, all are forgotten. Safe for
/// concurrent use.
/// </summary>
internal sealed class RememberedRankings
{
    /// <summary>About 100 MB: a year of 5 000 windows and as many people twice over.</summary>
    private const int UnitsMax = 250_000;

    /// <summary>Corrected months whose differences are remembered.</summary>
    private const int CorrectionsMax = 24;

    private readonly Lock gate = new();
    private readonly Dictionary<(Period, int), (long Revision, IReadOnlyList<MonthChange> Changes)> corrections = [];
    private readonly Dictionary<(ScoreOf, Period, int), RememberedRanking> known = [];
    private int units;

    /// <summary>What was computed last of a month in a version; its figures may have changed since.</summary>
    public RememberedRanking? Find(ScoreOf of, Period period, int version)
    {
        lock (gate)
        {
            return known.GetValueOrDefault((of, period, version));
        }
    }

    /// <summary>What a version of a month changed, computed at most once for each state of the figures.</summary>
    public IReadOnlyList<MonthChange> Changes(
        Period period, int version, long revision, Func<IReadOnlyList<MonthChange>> compute)
    {
        lock (gate)
        {
            if (corrections.TryGetValue((period, version), out var known) && known.Revision == revision)
            {
                return known.Changes;
            }
        }

        var changes = compute();
        lock (gate)
        {
            if (corrections.Count >= CorrectionsMax)
            {
                corrections.Clear();
            }

            corrections[(period, version)] = (revision, changes);
        }

        return changes;
    }

    /// <summary>Remembers a ranking in place of the last of that month and version.</summary>
    public void Keep(RememberedRanking remembered)
    {
        var (month, of, ranking) = remembered.Ranking;
        var key = (of, month.Period, month.Shown?.Version ?? 0);
        lock (gate)
        {
            if (known.Remove(key, out var former))
            {
                units -= former.Ranking.Ranking.Lines.Length;
            }

            if (units + ranking.Lines.Length > UnitsMax)
            {
                known.Clear();
                units = 0;
            }

            known.Add(key, remembered);
            units += ranking.Lines.Length;
        }
    }
}

/// <summary>A ranking with the state of the figures it was computed from.</summary>
/// <param name="Revision">The state; 0 for a closed version, which never changes.</param>
/// <param name="Ranking">The ranking.</param>
internal sealed record RememberedRanking(long Revision, MonthRanking Ranking)
{
    private Dictionary<string, RankLine>? lines; // made by whoever asks first; made twice it is the same

    /// <summary>The line of a unit; null when it has none.</summary>
    public RankLine? LineOf(string id) => (lines ??= Ranking.Ranking.Lines.ToDictionary(
        line => line.Figures.Unit.Id, StringComparer.Ordinal)).GetValueOrDefault(id);
}
