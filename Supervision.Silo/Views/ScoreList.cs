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
    private readonly RememberedRankings remembered = new();

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
    public MonthHead? Month(Period period, int? version = null) =>
        database.Read(reader => Month(reader, period, version));

    private static MonthHead? Month(SqliteDatabase reader, Period period, int? version)
    {
        var versions = Versions(reader, period);
        var shown = version switch
        {
            null => versions.LastOrDefault(),
            0 => null,
            { } one => versions.FirstOrDefault(known => known.Version == one),
        };
        return version is > 0 && shown is null ? null : new MonthHead(period, versions, shown);
    }

    /// <inheritdoc />
    public MonthRanking Rank(MonthHead month, ScoreOf of) => Remember(month, of).Ranking with { Month = month };

    private RememberedRanking Remember(MonthHead month, ScoreOf of)
    {
        var version = month.Shown?.Version ?? 0;
        var revision = RevisionOf(version);
        var scheme = SchemeOf(month);
        var former = remembered.Find(of, month.Period, version);
        if (former is not null && !ReferenceEquals(former.Ranking.Ranking.Scheme, scheme))
        {
            former = null;
        }

        if (former?.Revision == revision)
        {
            return former;
        }

        // Between two readings of a running month few units have changed: the others have the score they had.
        var units = database.Read(reader => Read(reader, month, of));
        var ranking = Ranking.Of(scheme, units, unit =>
            former?.LineOf(unit.Unit.Id) is { } line && line.Figures.Inputs.AsSpan().SequenceEqual(unit.Inputs)
                ? line.Score
                : ScoreSheet.ScoreOf(scheme, unit.Unit, unit.Inputs));
        var computed = new RememberedRanking(revision, new(month, of, ranking));
        remembered.Keep(computed);
        return computed;
    }

    /// <inheritdoc />
    public MonthRanking Preview(MonthHead month, ScoreOf of, ScoreScheme scheme) =>
        new(month, of, Ranking.Of(scheme, database.Read(reader => Read(reader, month, of))));

    /// <inheritdoc />
    public OpenScore? Open(MonthHead month, ScoreUnit unit)
    {
        var known = Remember(month, unit.Of);
        var ranking = known.Ranking.Ranking;
        return known.LineOf(unit.Id) is { } line
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
        return database.Read(reader =>
        {
            using var rows = new ScoreRows.OfUnits(reader, StoredAs(of));
            for (var i = months - 1; i >= 0; i--)
            {
                var month = Month(reader, last.Plus(-i), null)!;
                var scores = ScoresOf(month, of, ids, rows);
                foreach (var (id, course) in courses)
                {
                    course.Add(new(month.Period, scores.GetValueOrDefault(id)));
                }
            }

            return courses.ToDictionary(
                pair => pair.Key, pair => pair.Value.ToImmutable(), StringComparer.Ordinal);
        });
    }

    /// <summary>
    /// Scores of some units in a month: of a closed one, which never changes, from its ranking if that was asked for;
    /// else those units alone are read.
    /// </summary>
    private Dictionary<string, decimal?> ScoresOf(
        MonthHead month, ScoreOf of, IReadOnlyCollection<string> ids, ScoreRows.OfUnits rows)
    {
        var scheme = SchemeOf(month);
        if (month.Shown is { } shown && remembered.Find(of, month.Period, shown.Version) is { } known
            && ReferenceEquals(known.Ranking.Ranking.Scheme, scheme))
        {
            return ids.Select(known.LineOf).OfType<RankLine>()
                .ToDictionary(line => line.Figures.Unit.Id, line => line.Score, StringComparer.Ordinal);
        }

        return rows.Read(month.Period, month.Shown?.Version ?? 0, ids).ToDictionary(
            unit => unit.Unit.Id, unit => ScoreSheet.ScoreOf(scheme, new(of, unit.Unit.Id), unit.Inputs),
            StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public IReadOnlyList<MonthChange> Changes(MonthHead month)
    {
        var version = month.Shown?.Version ?? 0;
        var before = version > 0 ? version - 1 : month.Versions.LastOrDefault()?.Version ?? 0;
        return before == 0
            ? []
            : remembered.Changes(
                month.Period, version, RevisionOf(version), () => database.Read(reader => MonthFigures.Between(
                    All(reader, month.Period, before), All(reader, month.Period, version)).ToArray()));
    }

    /// <summary>Tells whether figures have changed: those of a closed version never do.</summary>
    private long RevisionOf(int version) => version == 0 ? view.Revision : 0;

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
