using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Supervision.Core.Alerts;
using Supervision.Core.Entities;
using Supervision.Core.Scores;
using Supervision.Silo.Storage;
using Supervision.Silo.Views;
using Supervision.Tests.Support;

namespace Supervision.Tests.Simulation;

/// <summary>Figures of scores, kept event by event, are what lists hold in the end, counted anew.</summary>
internal static class ScoreInvariants
{
    public static void Check(SimulatedSystem system) => Assert.Equal(
        system.ViewRows.Read(Counted), system.ViewRows.Read(Kept));

    /// <summary>Every unit and month with its figures, those that are 0 left out.</summary>
    private static SortedSet<string> Kept(SqliteDatabase database)
    {
        SortedSet<string> lines = new(StringComparer.Ordinal);
        var columns = string.Join(", ", ScoreInputs.All.Select(input => "n_" + input.Id));
        using var select = database.Prepare($"SELECT kind, period, id, {columns} FROM score WHERE version = 0");
        while (select.Step())
        {
            foreach (var input in ScoreInputs.All.Where(input => select.Int64(input.Slot + 3) != 0))
            {
                lines.Add(Line(
                    new((ScoreOf)select.Int64(0), select.Text(2)), new((int)select.Int64(1)), input,
                    select.Int64(input.Slot + 3)));
            }
        }

        return lines;
    }

    /// <summary>The same from the lists of cases, orders, alerts and so on.</summary>
    private static SortedSet<string> Counted(SqliteDatabase database)
    {
        var tally = new ScoreTally();
        var contributions = new Contributions(tally, ClockSamples.Calendar);
        foreach (var row in Blobs(database, "cases"))
        {
            contributions.Count(CasesView.Decode(row), +1);
        }

        foreach (var row in Blobs(database, "orders"))
        {
            contributions.Count(OrdersView.Decode(row), +1);
        }

        Each(database, "attendance", StoredJson.Storage.AttendanceRow, row => contributions.Count(row, +1));
        Each(database, "rating", StoredJson.Storage.RatingRow, row => contributions.Count(row, +1));
        Each(database, "complaint", StoredJson.Storage.ComplaintRow, row => contributions.Count(row, +1));
        CountCards(database, contributions);
        SortedSet<string> lines = new(StringComparer.Ordinal);
        foreach (var (unit, period, amounts) in tally.Cells)
        {
            foreach (var input in ScoreInputs.All.Where(input => amounts[input.Slot] != 0))
            {
                lines.Add(Line(unit, period, input, amounts[input.Slot]));
            }
        }

        return lines;
    }

    /// <summary>Where a card counts was noted when it was raised; whether it does, the list says.</summary>
    private static void CountCards(SqliteDatabase database, Contributions contributions)
    {
        using var select = database.Prepare(
            "SELECT alert.kind, level, code, at, alert.window, alert.department, alert.hall, staff FROM alert " +
            "LEFT JOIN score_card ON score_card.id = alert.id WHERE state = 0");
        while (select.Step())
        {
            var alert = new Alert(
                (AlertKind)select.Int64(0), (AlertLevel)select.Int64(1), null, select.Text(2),
                new DateTimeOffset(select.Int64(3), TimeSpan.Zero), "");
            if (AlertPlace.InputOf(alert) is { } input)
            {
                contributions.Count(
                    new AlertPlace(
                        input, select.TextOrNull(4), select.TextOrNull(5), select.TextOrNull(6), select.TextOrNull(7)),
                    Period.Of(alert.At, ClockSamples.Calendar), +1);
            }
        }
    }

    private static void Each<T>(SqliteDatabase database, string table, JsonTypeInfo<T> type, Action<T> take)
    {
        foreach (var row in Blobs(database, table))
        {
            take(JsonSerializer.Deserialize(row, type)!);
        }
    }

    private static List<byte[]> Blobs(SqliteDatabase database, string table)
    {
        using var select = database.Prepare($"SELECT row FROM {table}");
        List<byte[]> rows = [];
        while (select.Step())
        {
            rows.Add(select.Blob(0).ToArray());
        }

        return rows;
    }

    private static string Line(ScoreUnit unit, Period period, ScoreInput input, long value) =>
        string.Create(CultureInfo.InvariantCulture, $"{unit.Of} {unit.Id} {period} {input.Id} {value}");
}
