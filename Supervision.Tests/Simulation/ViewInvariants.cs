using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SQLitePCL;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;
using Supervision.Silo.Views;
using Supervision.Tests.Support;

namespace Supervision.Tests.Simulation;

/// <summary>
/// Views hold what the journal says: fed from scratch they are byte for byte the same, and figures add up.
/// </summary>
internal static class ViewInvariants
{
    private static readonly string[] Tables =
    [
        "cases", "alert", "board", "source", "orders", "order_cause", "position", "window_now", "attendance", "leave",
        "rating", "complaint", "score", "score_card", "score_month", "case_count",
    ];

    public static void Check(SimulatedSystem system, List<JournalEntry> journal)
    {
        using var folder = new TemporaryFolder();
        using var fresh = ViewDatabase.Open(folder.File("views.db"), system.Journal);
        Feed(fresh, journal, system);
        foreach (var table in Tables)
        {
            Assert.Equal(system.ViewRows.Read(rows => Dump(rows, table)), fresh.Read(rows => Dump(rows, table)));
        }

        CheckAlerts(system, journal);
        CheckBoard(system);
        CheckCounts(system);
        ScoreInvariants.Check(system);
    }

    /// <summary>Every alert ever raised is listed, open or revoked as the journal says.</summary>
    private static void CheckAlerts(SimulatedSystem system, List<JournalEntry> journal)
    {
        var marks = AlertFold.Of(journal).Select(pair => $"{pair.Key} {StateOf(pair.Value)} {pair.Value.At.UtcTicks}");
        Assert.Equal(marks.Order(StringComparer.Ordinal), system.ViewRows.Read(Alerts).Order(StringComparer.Ordinal));
        Assert.Equal(Reasons(journal), system.ViewRows.Read(Reasons));
    }

    /// <summary>The reason of each alert as the newest entry about it gives one.</summary>
    private static SortedDictionary<string, string> Reasons(List<JournalEntry> journal)
    {
        SortedDictionary<string, string> reasons = new(StringComparer.Ordinal);
        foreach (var entry in journal)
        {
            foreach (var @event in entry.Turn.Events)
            {
                var (key, because) = @event switch
                {
                    AlertRaised e => (e.Alert.Key, e.Alert.Because),
                    AlertRestored e => (e.Key, e.AlertBecause!),
                    AlertMovedInTime e => (e.Key, e.AlertBecause!),
                    _ => ("", ""),
                };
                if (key.Length > 0)
                {
                    reasons[$"{entry.Turn.Stream}:{key}"] = because;
                }
            }
        }

        return reasons;
    }

    private static SortedDictionary<string, string> Reasons(SqliteDatabase database)
    {
        using var select = database.Prepare("SELECT id, because FROM alert");
        SortedDictionary<string, string> reasons = new(StringComparer.Ordinal);
        while (select.Step())
        {
            reasons.Add(select.Text(0), select.Text(1));
        }

        return reasons;
    }

    private static AlertState StateOf(AlertMark mark) => mark.Standing ? AlertState.Open : AlertState.Revoked;

    private static List<string> Alerts(SqliteDatabase database)
    {
        using var select = database.Prepare("SELECT id, state, at FROM alert");
        List<string> alerts = [];
        while (select.Step())
        {
            alerts.Add($"{select.Text(0)} {(AlertState)select.Int64(1)} {select.Int64(2)}");
        }

        return alerts;
    }

    private static void Feed(ViewDatabase database, List<JournalEntry> journal, SimulatedSystem system)
    {
        IView[] views =
        [
            new CasesView(database), new AlertsView(database), new OrdersView(database),
            new BoardView(database, ClockSamples.Calendar, () => system.Engine.Now), new WindowsView(database),
            new AttendanceView(database), new LeavesView(database), new RatingsView(database),
            new ComplaintsView(database), new ScoresView(database, ClockSamples.Calendar),
        ];
        database.Writer.InTransaction(() =>
        {
            foreach (var entry in journal)
            {
                Array.ForEach(views, view => view.Apply(entry));
            }

            Array.ForEach(views, view => view.Seal());
            Array.ForEach(views, view => view.Flush());
            database.MoveTo(journal[^1]);
        });
    }

    /// <summary>Counts every case anew and compares with the figures kept up to date event by event.</summary>
    private static void CheckBoard(SimulatedSystem system)
    {
        var rows = system.ViewRows.Read(Rows);
        var cell = new BoardCell();
        rows.ForEach(row => cell.Count(row, +1, instant => DayOf(instant)));
        foreach (var window in system.ViewRows.Read(rows => All(rows, "window_now", StoredJson.Storage.WindowRow)))
        {
            cell.Count(window, +1);
        }

        foreach (var rating in system.ViewRows.Read(rows => All(rows, "rating", StoredJson.Storage.RatingRow)))
        {
            cell.Count(rating, +1);
        }

        cell.OrdersOpen = (int)system.ViewRows.Read(orders =>
            orders.Scalar("SELECT count(*) FROM orders WHERE open = 1") ?? 0);
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

    /// <summary>However a list of cases is narrowed, the kept number is how many there are.</summary>
    private static void CheckCounts(SimulatedSystem system) => system.ViewRows.Read(reader =>
    {
        ReadingScope?[] scopes = [null, new(["H1"]), new(["W01", "D2"]), new(["nowhere"])];
        foreach (var state in Enum.GetValues<CaseStatus>().Cast<CaseStatus?>().Append(null))
        {
            foreach (var overdue in new long?[] { null, 0, 1 })
            {
                foreach (var hall in new[] { null, "H1", "T1" })
                {
                    foreach (var scope in scopes)
                    {
                        var filter = new SqlFilter().And("state = ?", (long?)state).And("overdue = ?", overdue)
                            .And("hall = ?", hall).AndWithin(scope);
                        using var count = reader.Prepare("SELECT count(*) FROM cases" + filter.Where);
                        filter.Bind(count);
                        Assert.True(count.Step());
                        Assert.Equal(count.Int64(0), CaseCounts.Count(reader, filter));
                    }
                }
            }
        }

        return 0;
    });

    private static List<T> All<T>(SqliteDatabase database, string table, JsonTypeInfo<T> type)
    {
        using var select = database.Prepare($"SELECT row FROM {table}");
        List<T> rows = [];
        while (select.Step())
        {
            rows.Add(JsonSerializer.Deserialize(select.Blob(0), type)!);
        }

        return rows;
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
