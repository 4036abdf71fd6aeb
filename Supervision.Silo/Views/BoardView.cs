using System.Collections.Immutable;
using System.Text.Json;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// The live figures, by hall. Kept in memory for readers, and as one row per hall for the next start.
/// </summary>
public sealed class BoardView : IView, IBoard
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, BoardCell> cells = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceFigure> sources = new(StringComparer.Ordinal);
    private readonly HashSet<string> changedHalls = new(StringComparer.Ordinal);
    private readonly HashSet<string> changedSources = new(StringComparer.Ordinal);
    private readonly SqliteStatement saveCell;
    private readonly SqliteStatement saveSource;
    private readonly WorkCalendar calendar;
    private readonly Func<DateTimeOffset> now;

    /// <summary>Reads the last figures back.</summary>
    /// <param name="database">The view database.</param>
    /// <param name="calendar">Tells the hall's day of an instant.</param>
    /// <param name="now">The engine's now.</param>
    public BoardView(ViewDatabase database, WorkCalendar calendar, Func<DateTimeOffset> now)
    {
        (this.calendar, this.now) = (calendar, now);
        database.Writer.Execute(Schema);
        saveCell = database.Writer.Prepare("INSERT OR REPLACE INTO board(hall, cell) VALUES(?1, ?2)");
        saveSource = database.Writer.Prepare(
            "INSERT OR REPLACE INTO source(name, occurred, recorded, facts) VALUES(?1, ?2, ?3, ?4)");
        Load(database.Writer);
    }

    /// <inheritdoc />
    public event Action? Changed;

    /// <inheritdoc />
    public string Schema =>
        """
        CREATE TABLE IF NOT EXISTS board(hall TEXT PRIMARY KEY, cell TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS source(
            name TEXT PRIMARY KEY, occurred INTEGER NOT NULL, recorded INTEGER NOT NULL, facts INTEGER NOT NULL
        ) WITHOUT ROWID;
        """;

    /// <inheritdoc />
    public void Apply(JournalEntry entry)
    {
        lock (gate)
        {
            foreach (var @event in entry.Turn.Events)
            {
                switch (@event)
                {
                    case FactRecorded recorded:
                        Hear(recorded);
                        break;
                    case CaseMoved moved:
                        Count(moved.Before, -1);
                        Count(moved.After, +1);
                        break;
                }
            }
        }
    }

    /// <inheritdoc />
    public void Flush()
    {
        foreach (var hall in changedHalls)
        {
            saveCell.Bind(1, hall).Bind(2, JsonSerializer.Serialize(cells[hall], BoardJson.Default.BoardCell)).Run();
        }

        foreach (var name in changedSources)
        {
            var source = sources[name];
            saveSource.Bind(1, name).Bind(2, source.LastFactAt.UtcTicks).Bind(3, source.LastRecordedAt.UtcTicks);
            saveSource.Bind(4, source.Facts).Run();
        }
    }

    /// <inheritdoc />
    public void Announce()
    {
        if (changedHalls.Count > 0 || changedSources.Count > 0)
        {
            changedHalls.Clear();
            changedSources.Clear();
            Changed?.Invoke();
        }
    }

    /// <inheritdoc />
    public BoardSnapshot Current(string? hall = null)
    {
        var asOf = now();
        lock (gate)
        {
            var scope = hall is null
                ? cells.Values.ToArray()
                : cells.TryGetValue(hall, out var cell) ? [cell] : [];
            return BoardFigures.Of(scope, SourcesByAge(), DayOf(asOf).Day, asOf);
        }
    }

    private ImmutableArray<SourceFigure> SourcesByAge() =>
    [
        .. sources.Values
            .OrderByDescending(source => source.LastRecordedAt)
            .ThenBy(source => source.Source, StringComparer.Ordinal),
    ];

    private void Hear(FactRecorded recorded)
    {
        var name = recorded.Fact.Source;
        var at = recorded.Fact.OccurredAt;
        sources[name] = sources.TryGetValue(name, out var known)
            ? new SourceFigure(
                name, at > known.LastFactAt ? at : known.LastFactAt, recorded.RecordedAt, known.Facts + 1)
            : new SourceFigure(name, at, recorded.RecordedAt, 1);
        changedSources.Add(name);
    }

    private void Count(CaseRow? row, int sign)
    {
        if (row is null)
        {
            return;
        }

        var hall = row.Hall ?? "";
        if (!cells.TryGetValue(hall, out var cell))
        {
            cells.Add(hall, cell = new BoardCell());
        }

        cell.Count(row, sign, DayOf);
        changedHalls.Add(hall);
    }

    private (DateOnly Day, int Hour) DayOf(DateTimeOffset instant)
    {
        var local = calendar.LocalTimeOf(instant);
        return (DateOnly.FromDateTime(local), local.Hour);
    }

    private void Load(SqliteDatabase database)
    {
        using var readCells = database.Prepare("SELECT hall, cell FROM board");
        while (readCells.Step())
        {
            cells.Add(readCells.Text(0), JsonSerializer.Deserialize(readCells.Text(1), BoardJson.Default.BoardCell)!);
        }

        using var readSources = database.Prepare("SELECT name, occurred, recorded, facts FROM source");
        while (readSources.Step())
        {
            sources.Add(readSources.Text(0), new SourceFigure(
                readSources.Text(0), new DateTimeOffset(readSources.Int64(1), TimeSpan.Zero),
                new DateTimeOffset(readSources.Int64(2), TimeSpan.Zero), readSources.Int64(3)));
        }
    }
}
