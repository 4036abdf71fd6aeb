using System.Globalization;
using System.Text.Json;
using Supervision.Core.Entities;
using Supervision.Core.Scores;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// One row for each unit and month with a column for each figure. Version 0 is what is known now, where open overdue
/// cases are stored as what entered and left them in the month; a closed version holds how many there were at its end.
/// </summary>
internal sealed class ScoreRows
{
    private static readonly string Columns = string.Join(", ", ScoreInputs.All.Select(Column));

    private readonly SqliteStatement add;
    private readonly SqliteStatement close;

    public ScoreRows(SqliteDatabase writer)
    {
        var places = string.Join(", ", ScoreInputs.All.Select(input => Parameter(input.Slot)));
        var sums = string.Join(", ", ScoreInputs.All.Select(
            input => $"{Column(input)} = {Column(input)} + {Parameter(input.Slot)}"));
        add = writer.Prepare(
            $"INSERT INTO score(kind, period, version, id, {Columns}) VALUES(?1, ?2, ?3, ?4, {places}) " +
            $"ON CONFLICT(kind, period, version, id) DO UPDATE SET {sums}");
        close = writer.Prepare("INSERT INTO score_month(period, version, row) VALUES(?1, ?2, ?3)");
    }

    /// <summary>The tables.</summary>
    public static string Schema { get; } =
        $"""
        CREATE TABLE IF NOT EXISTS score(
            kind INTEGER NOT NULL, period INTEGER NOT NULL, version INTEGER NOT NULL, id TEXT NOT NULL,
            {string.Join(", ", ScoreInputs.All.Select(input => Column(input) + " INTEGER NOT NULL"))},
            PRIMARY KEY(kind, period, version, id)
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS score_overdue ON score(kind, id, period, {Column(ScoreInputs.OverdueOpen)})
            WHERE version = 0 AND {Column(ScoreInputs.OverdueOpen)} <> 0;
        CREATE TABLE IF NOT EXISTS score_month(
            period INTEGER NOT NULL, version INTEGER NOT NULL, row BLOB NOT NULL, PRIMARY KEY(period, version)
        ) WITHOUT ROWID;

        """;

    /// <summary>Adds what was tallied to what is known now.</summary>
    public void Add(ScoreTally tally)
    {
        // In the order of the table, so that neighbours share a page.
        foreach (var (unit, period, amounts) in tally.Cells
            .OrderBy(cell => cell.Unit.Of).ThenBy(cell => cell.Period)
            .ThenBy(cell => cell.Unit.Id, StringComparer.Ordinal))
        {
            Write(unit, period, 0, amounts);
        }
    }

    /// <summary>Keeps a version of a closed month.</summary>
    public void Close(Period period, MonthClosed closed)
    {
        foreach (var unit in closed.Figures.Read())
        {
            Write(unit.Unit, period, closed.Version, unit.Inputs);
        }

        var head = new MonthVersion(
            closed.Version, closed.Rules, closed.Scheme, closed.Figures.Digest, closed.Because, closed.By?.Name,
            closed.At);
        close.Bind(1, period.Number).Bind(2, closed.Version);
        close.Bind(3, JsonSerializer.SerializeToUtf8Bytes(head, StoredJson.Storage.MonthVersion)).Run();
    }

    /// <summary>The figures of every unit of one kind in one month.</summary>
    /// <param name="reader">A reading connection.</param>
    /// <param name="kind">What kind.</param>
    /// <param name="period">The month.</param>
    /// <param name="version">A closed version, or 0 for what is known now.</param>
    public static List<UnitFigures> Read(SqliteDatabase reader, ScoreOf kind, Period period, int version)
    {
        List<UnitFigures> units = [];
        using var select = reader.Prepare(
            $"SELECT id, {Columns} FROM score WHERE kind = ?1 AND period = ?2 AND version = ?3");
        select.Bind(1, (long)kind).Bind(2, period.Number).Bind(3, version);
        while (select.Step())
        {
            units.Add(Figures(kind, select));
        }

        return version == 0 ? WithOverdue(reader, kind, period, units) : units;
    }

    /// <summary>Puts in place of what changed in the month how many were open and overdue at its end.</summary>
    private static List<UnitFigures> WithOverdue(
        SqliteDatabase reader, ScoreOf kind, Period period, List<UnitFigures> units)
    {
        Dictionary<string, long> open = new(StringComparer.Ordinal);
        using var select = reader.Prepare(OverdueOf(""));
        select.Bind(1, (long)kind).Bind(2, period.Number);
        while (select.Step())
        {
            if (select.Int64(1) != 0)
            {
                open.Add(select.Text(0), select.Int64(1));
            }
        }

        var slot = ScoreInputs.OverdueOpen.Slot;
        foreach (var unit in units)
        {
            unit.Inputs[slot] = open.Remove(unit.Unit.Id, out var count) ? count : 0;
        }

        foreach (var (id, count) in open.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var inputs = new long[ScoreInputs.All.Length];
            inputs[slot] = count;
            units.Add(new(new(kind, id), inputs));
        }

        return units;
    }

    private void Write(ScoreUnit unit, Period period, int version, long[] amounts)
    {
        add.Bind(1, (long)unit.Of).Bind(2, period.Number).Bind(3, version).Bind(4, unit.Id);
        foreach (var input in ScoreInputs.All)
        {
            add.Bind(input.Slot + FirstSlot, amounts[input.Slot]);
        }

        add.Run();
    }

    private const int FirstSlot = 5;

    /// <summary>Selects how many cases of units of a kind (?1) are open and overdue at a month's end (?2).</summary>
    private static string OverdueOf(string more) =>
        $"SELECT id, sum({Column(ScoreInputs.OverdueOpen)}) FROM score INDEXED BY score_overdue WHERE kind = ?1 " +
        $"AND period <= ?2 AND version = 0 AND {Column(ScoreInputs.OverdueOpen)} <> 0{more} GROUP BY id";

    private static UnitFigures Figures(ScoreOf kind, SqliteStatement row)
    {
        var inputs = new long[ScoreInputs.All.Length];
        for (var slot = 0; slot < inputs.Length; slot++)
        {
            inputs[slot] = row.Int64(slot + 1);
        }

        return new(new(kind, row.Text(0)), inputs);
    }

    /// <summary>Prefixed, since some names of figures are words of SQL.</summary>
    private static string Column(ScoreInput input) => "n_" + input.Id;

    private static string Parameter(int slot) => string.Create(CultureInfo.InvariantCulture, $"?{slot + FirstSlot}");

    /// <summary>Reads the figures of some units of one kind, month by month. Not safe for concurrent use.</summary>
    /// <param name="reader">A reading connection.</param>
    /// <param name="kind">What kind.</param>
    public sealed class OfUnits(SqliteDatabase reader, ScoreOf kind) : IDisposable
    {
        private readonly SqliteStatement select = reader.Prepare(
            $"SELECT id, {Columns} FROM score WHERE kind = ?1 AND period = ?2 AND version = ?3 AND id = ?4");

        private readonly SqliteStatement overdue = reader.Prepare(OverdueOf(" AND id = ?3"));

        /// <summary>The figures of units in one month; those of which nothing is known are left out.</summary>
        /// <param name="period">The month.</param>
        /// <param name="version">A closed version, or 0 for what is known now.</param>
        /// <param name="ids">The units.</param>
        public IEnumerable<UnitFigures> Read(Period period, int version, IEnumerable<string> ids)
        {
            foreach (var id in ids)
            {
                select.Reset().Bind(1, (long)kind).Bind(2, period.Number).Bind(3, version).Bind(4, id);
                var figures = select.Step()
                    ? Figures(kind, select)
                    : new(new(kind, id), new long[ScoreInputs.All.Length]);
                if (version == 0)
                {
                    overdue.Reset().Bind(1, (long)kind).Bind(2, period.Number).Bind(3, id);
                    figures.Inputs[ScoreInputs.OverdueOpen.Slot] = overdue.Step() ? overdue.Int64(1) : 0;
                }

                if (!figures.IsEmpty)
                {
                    yield return figures;
                }
            }
        }

        public void Dispose()
        {
            select.Dispose();
            overdue.Dispose();
        }
    }
}
