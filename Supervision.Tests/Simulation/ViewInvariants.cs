using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;
using Supervision.Silo.Views;
using Supervision.Tests.Support;
using SQLitePCL;

namespace Supervision.Tests.Simulation;

/// <summary>Views hold what the journal says: fed from scratch they are byte for byte the same, and figures add up.</summary>
internal static class ViewInvariants
{
    private static readonly string[] Tables = ["cases", "alert", "board", "source", "position"];

    public static void Check(SimulatedSystem system, List<JournalEntry> journal)
    {
        using var folder = new TemporaryFolder();
        using var fresh = ViewDatabase.Open(folder.File("views.db"), journal.Count);
        Feed(fresh, journal, system);
        foreach (var table in Tables)
        {
            Assert.Equal(system.ViewRows.Read(rows => Dump(rows, table)), fresh.Read(rows => Dump(rows, table)));
        }

        CheckBoard(system);
    }

    private static void Feed(ViewDatabase database, List<JournalEntry> journal, SimulatedSystem system)
    {
        IView[] views = [new CasesView(database), new AlertsView(database), new BoardView(database, ClockSamples.Calendar, () => system.Engine.Now)];
        database.Writer.InTransaction(() =>
        {
            foreach (var entry in journal)
            {
                Array.ForEach(views, view => view.Apply(entry));
            }

            Array.ForEach(views, view => view.Flush());
            database.Writer.Execute($"UPDATE position SET sequence = {journal.Count}");
        });
    }

    /// <summary>Counts every case anew and compares with the figures kept up to date event by event.</summary>
    private static void CheckBoard(SimulatedSystem system)
    {
        var rows = system.ViewRows.Read(Rows);
        var cell = new BoardCell();
        rows.ForEach(row => cell.Count(row, +1, instant => DayOf(instant)));
        var shown = system.Board.Current();
        var counted = BoardFigures.Of([cell], shown.Sources, DayOf(shown.AsOf).Day, shown.AsOf);
        Assert.Equal(Text(counted), Text(shown));
        Assert.Equal(rows.Count(row => row is { AcceptedAt: not null, EndedAt: null }), shown.Open);
        foreach (var hall in rows.Select(row => row.Hall ?? "").Distinct())
        {
            Assert.Equal(
                rows.Count(row => row is { AcceptedAt: not null, EndedAt: null } && (row.Hall ?? "") == hall),
                system.Board.Current(hall).Open);
        }
    }

    private static string Text(BoardSnapshot board) =>
        $"{board with { Sources = [], Hours = [] }} {string.Join(' ', board.Hours)}";

    private static (DateOnly Day, int Hour) DayOf(DateTimeOffset instant)
    {
        var local = ClockSamples.Calendar.LocalTimeOf(instant);
        return (DateOnly.FromDateTime(local), local.Hour);
    }

    private static List<CaseRow> Rows(SqliteDatabase database)
    {
        using var select = database.Prepare("SELECT row FROM cases");
        List<CaseRow> rows = [];
        while (select.Step())
        {
            rows.Add(CasesView.Decode(select.Blob(0)));
        }

        return rows;
    }

    private static string Dump(SqliteDatabase database, string table)
    {
        using var columns = database.Prepare($"SELECT name FROM pragma_table_info('{table}')");
        List<string> names = [];
        while (columns.Step())
        {
            names.Add(columns.Text(0));
        }

        using var select = database.Prepare($"SELECT {string.Join(", ", names)} FROM {table} ORDER BY 1");
        List<string> lines = [];
        while (select.Step())
        {
            lines.Add(string.Join('|', names.Select((name, i) => $"{name}={Value(select, i)}")));
        }

        return string.Join('\n', lines);
    }

    private static string Value(SqliteStatement row, int column) => row.TypeOf(column) == raw.SQLITE_BLOB
        ? Convert.ToHexString(row.Blob(column))
        : row.TextOrNull(column) ?? "null";
}
