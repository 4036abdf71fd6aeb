using System.Collections.Immutable;
using System.Text.Json;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>Scores from the figures that are kept; a ranking is computed once for each state of the figures.</summary>
public sealed class ScoreList(ViewDatabase database, ScoresView view, IRuleShelf rules, IEngine engine) : IScores
{
    /// <summary>Rankings remembered at most; beyond, all are forgotten.</summary>
    private const int RememberedMax = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<(ScoreOf, Period, int), (long Revision, MonthRanking Ranking)> remembered = [];

    /// <inheritdoc />
    public IReadOnlyList<Period> Months() => database.Read(reader =>
    {
        using var select = reader.Prepare(
            "SELECT DISTINCT period FROM score WHERE kind = ?1 UNION SELECT period FROM score_month ORDER BY 1 DESC");
        select.Bind(1, (long)ScoreOf.Department);
        List<Period> months = [];
        while (select.Step())
        {
            months.Add(new((int)select.Int64(0)));
        }

        return months;
    });

    /// <inheritdoc />
    public MonthHead? Month(Period period, int? version = null) => database.Read(reader =>
    {
        var versions = Versions(reader, period);
        var shown = version switch
        {
            null => versions.LastOrDefault(),
            0 => null,
            { } one => versions.FirstOrDefault(known => known.Version == one),
        };
        return version is > 0 && shown is null ? null : new MonthHead(period, versions, shown);
    });

    /// <inheritdoc />
    public MonthRanking Rank(MonthHead month, ScoreOf of)
    {
        var version = month.Shown?.Version ?? 0;
        var revision = version == 0 ? view.Revision : 0; // a closed version never changes
        var scheme = SchemeOf(month);
        lock (gate)
        {
            if (remembered.TryGetValue((of, month.Period, version), out var known) && known.Revision == revision
                && ReferenceEquals(known.Ranking.Ranking.Scheme, scheme))
            {
                return known.Ranking with { Month = month };
            }
        }

        var ranking = Preview(month, of, scheme);
        lock (gate)
        {
            if (remembered.Count >= RememberedMax)
            {
                remembered.Clear();
            }

            remembered[(of, month.Period, version)] = (revision, ranking);
        }

        return ranking;
    }

    /// <inheritdoc />
    public MonthRanking Preview(MonthHead month, ScoreOf of, ScoreScheme scheme) =>
        new(month, of, Ranking.Of(scheme, database.Read(reader => Read(reader, month, of))));

    /// <inheritdoc />
    public OpenScore? Open(MonthHead month, ScoreUnit unit)
    {
        var ranking = Rank(month, unit.Of).Ranking;
        return ranking.Lines.FirstOrDefault(line => line.Figures.Unit == unit) is { } line
            ? new(
                month, ScoreSheet.Of(ranking.Scheme, unit, line.Figures.Inputs), line,
                ranking.Lines.Count(one => one.Rank is not null))
            : null;
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, ImmutableArray<MonthScore>> Courses(
        ScoreOf of, IReadOnlyCollection<string> ids, Period last, int months)
    {
        var courses = ids.ToDictionary(
            id => id, _ => ImmutableArray.CreateBuilder<MonthScore>(months), StringComparer.Ordinal);
        for (var i = months - 1; i >= 0; i--)
        {
            var month = Month(last.Plus(-i))!;
            var scores = ScoresOf(month, of, ids);
            foreach (var (id, course) in courses)
            {
                course.Add(new(month.Period, scores.GetValueOrDefault(id)));
            }
        }

        return courses.ToDictionary(
            pair => pair.Key, pair => pair.Value.ToImmutable(), StringComparer.Ordinal);
    }

    /// <summary>
    /// Scores of some units in a month: of a closed one, which never changes, from its ranking; of one that may still
    /// change those units alone are read.
    /// </summary>
    private Dictionary<string, decimal?> ScoresOf(MonthHead month, ScoreOf of, IReadOnlyCollection<string> ids)
    {
        if (month.Shown is not null)
        {
            var wanted = ids.ToHashSet(StringComparer.Ordinal);
            return Rank(month, of).Ranking.Lines.Where(line => wanted.Contains(line.Figures.Unit.Id))
                .ToDictionary(line => line.Figures.Unit.Id, line => line.Score, StringComparer.Ordinal);
        }

        var scheme = SchemeOf(month);
        return database.Read(reader => ScoreRows.Read(reader, StoredAs(of), month.Period, ids))
            .Where(unit => !unit.IsEmpty)
            .ToDictionary(
                unit => unit.Unit.Id, unit => ScoreSheet.ScoreOf(scheme, new(of, unit.Unit.Id), unit.Inputs),
                StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public IReadOnlyList<MonthChange> Changes(MonthHead month)
    {
        var before = month.Shown is { } shown ? shown.Version - 1 : month.Versions.LastOrDefault()?.Version ?? 0;
        return before == 0 ? [] : database.Read(reader => MonthFigures.Between(
            All(reader, month.Period, before), All(reader, month.Period, month.Shown?.Version ?? 0)).ToArray());
    }

    /// <summary>The figures of every unit as known now, as a month is closed with.</summary>
    internal List<UnitFigures> All(Period period) => database.Read(reader => All(reader, period, 0));

    private static List<UnitFigures> All(SqliteDatabase reader, Period period, int version) =>
        [.. Enum.GetValues<ScoreOf>().SelectMany(of => ScoreRows.Read(reader, of, period, version))];

    private ScoreScheme SchemeOf(MonthHead month) => month.Shown is { } shown
        ? rules.ContextOf(shown.Rules, engine.Now).Rules.Scores
        : rules.Current.Scores;

    /// <summary>Towns are halls of another kind: their figures are kept as those of halls.</summary>
    private static ScoreOf StoredAs(ScoreOf of) => of == ScoreOf.Town ? ScoreOf.Hall : of;

    private IEnumerable<UnitFigures> Read(SqliteDatabase reader, MonthHead month, ScoreOf of)
    {
        var units = ScoreRows.Read(reader, StoredAs(of), month.Period, month.Shown?.Version ?? 0)
            .Where(unit => !unit.IsEmpty);
        return of is ScoreOf.Hall or ScoreOf.Town
            ? units.Where(unit => IsTown(unit.Unit.Id) == (of == ScoreOf.Town))
                .Select(unit => unit with { Unit = new(of, unit.Unit.Id) })
            : units;
    }

    private bool IsTown(string hall) =>
        rules.Current.Organisation.Halls.GetValueOrDefault(hall)?.Kind is "town" or "village";

    private static ImmutableArray<MonthVersion> Versions(SqliteDatabase reader, Period period)
    {
        using var select = reader.Prepare("SELECT row FROM score_month WHERE period = ?1 ORDER BY version");
        select.Bind(1, period.Number);
        var versions = ImmutableArray.CreateBuilder<MonthVersion>();
        while (select.Step())
        {
            versions.Add(JsonSerializer.Deserialize(select.Blob(0), StoredJson.Storage.MonthVersion)!);
        }

        return versions.ToImmutable();
    }
}
