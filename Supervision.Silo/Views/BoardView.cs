using System.Collections.Immutable;
using System.Text.Json;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// The live figures, by hall and department. Kept in memory for readers, and as one row for each pair for the next
/// start.
/// </summary>
public sealed class BoardView : IView, IBoard
{
    private readonly Lock gate = new();
    private readonly Dictionary<CellKey, BoardCell> cells = [];
    private readonly Dictionary<string, SourceFigure> sources = new(StringComparer.Ordinal);
    private readonly HashSet<CellKey> changedCells = [];
    private readonly HashSet<string> changedSources = new(StringComparer.Ordinal);
    private readonly List<(CellKey Key, string Cell)> sealedCells = [];
    private readonly List<SourceFigure> sealedSources = [];
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
        saveCell = database.Writer.Prepare("INSERT OR REPLACE INTO board(hall, department, cell) VALUES(?1, ?2, ?3)");
        saveSource = database.Writer.Prepare(
            "INSERT OR REPLACE INTO source(name, occurred, recorded, facts) VALUES(?1, ?2, ?3, ?4)");
        Load(database.Writer);
    }

    /// <inheritdoc />
    public event Action? Changed;

    /// <inheritdoc />
    public string Schema =>
        """
        CREATE TABLE IF NOT EXISTS board(
            hall TEXT NOT NULL, department TEXT NOT NULL, cell TEXT NOT NULL, PRIMARY KEY(hall, department)
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS source(
            name TEXT PRIMARY KEY, occurred INTEGER NOT NULL, recorded INTEGER NOT NULL, facts INTEGER NOT NULL
        ) WITHOUT ROWID;
        """;

    /// <inheritdoc />
    public void Apply(JournalEntry entry)
    {
        var moved = false;
        lock (gate)
        {
            foreach (var @event in entry.Turn.Events)
            {
                moved |= Take(@event);
            }
        }

        if (moved)
        {
            Changed?.Invoke(); // figures are read from memory: whoever looks need not wait for the disk
        }
    }

    /// <inheritdoc />
    public void Seal()
    {
        lock (gate)
        {
            foreach (var key in changedCells)
            {
                sealedCells.Add((key, JsonSerializer.Serialize(cells[key], BoardJson.Default.BoardCell)));
            }

            sealedSources.AddRange(changedSources.Select(name => sources[name]));
            changedCells.Clear();
            changedSources.Clear();
        }
    }

    /// <inheritdoc />
    public void Flush()
    {
        foreach (var (key, cell) in sealedCells)
        {
            saveCell.Bind(1, key.Hall).Bind(2, key.Department).Bind(3, cell).Run();
        }

        foreach (var source in sealedSources)
        {
            saveSource.Bind(1, source.Source).Bind(2, source.LastFactAt.UtcTicks);
            saveSource.Bind(3, source.LastRecordedAt.UtcTicks).Bind(4, source.Facts).Run();
        }
    }

    /// <inheritdoc />
    public void Announce()
    {
        sealedCells.Clear();
        sealedSources.Clear();
    }

    /// <inheritdoc />
    public BoardSnapshot Current(string? hall = null, ReadingScope? scope = null)
    {
        var asOf = now();
        lock (gate)
        {
            BoardCell[] counted =
            [
                .. cells
                    .Where(cell => hall is null || cell.Key.Hall == hall)
                    .Where(cell => scope is null || scope.Covers(cell.Key.Hall, cell.Key.Department, window: null))
                    .Select(cell => cell.Value),
            ];
            return BoardFigures.Of(counted, SourcesByAge(), DayOf(asOf).Day, asOf);
        }
    }

    private ImmutableArray<SourceFigure> SourcesByAge() =>
    [
        .. sources.Values
            .OrderByDescending(source => source.LastRecordedAt)
            .ThenBy(source => source.Source, StringComparer.Ordinal),
    ];

    private bool Take(DomainEvent @event)
    {
        switch (@event)
        {
            case FactRecorded recorded:
                Hear(recorded);
                return true;
            case CaseMoved moved:
                Count(moved.Before, -1);
                Count(moved.After, +1);
                return true;
            case OrderMoved moved:
                Count(moved.Before, -1);
                Count(moved.After, +1);
                return true;
            default:
                return false; // alerts show in the row of their case, deadlines nowhere
        }
    }

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

        CellOf(row.Hall, row.Department).Count(row, sign, DayOf);
    }

    private void Count(OrderRow? row, int sign)
    {
        if (row is { EndedAt: null })
        {
            CellOf(row.Unit.Hall, row.Unit.Department).OrdersOpen += sign;
        }
    }

    /// <summary>The cell of a hall and department, which is about to change.</summary>
    private BoardCell CellOf(string? hall, string? department)
    {
        var key = new CellKey(hall ?? "", department ?? "");
        if (!cells.TryGetValue(key, out var cell))
        {
            cells.Add(key, cell = new BoardCell());
        }

        changedCells.Add(key);
        return cell;
    }

    private (DateOnly Day, int Hour) DayOf(DateTimeOffset instant)
    {
        var local = calendar.LocalTimeOf(instant);
        return (DateOnly.FromDateTime(local), local.Hour);
    }

    private void Load(SqliteDatabase database)
    {
        using var readCells = database.Prepare("SELECT hall, department, cell FROM board");
        while (readCells.Step())
        {
            cells.Add(
                new CellKey(readCells.Text(0), readCells.Text(1)),
                JsonSerializer.Deserialize(readCells.Text(2), BoardJson.Default.BoardCell)!);
        }

        using var readSources = database.Prepare("SELECT name, occurred, recorded, facts FROM source");
        while (readSources.Step())
        {
            sources.Add(readSources.Text(0), new SourceFigure(
                readSources.Text(0), new DateTimeOffset(readSources.Int64(1), TimeSpan.Zero),
                new DateTimeOffset(readSources.Int64(2), TimeSpan.Zero), readSources.Int64(3)));
        }
    }

    /// <summary>Whose figures a cell holds; empty where a case names none.</summary>
    private readonly record struct CellKey(string Hall, string Department);
}
