using System.Collections.Immutable;
using System.Text.Json;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Ratings;
using Supervision.Core.Reading;
using Supervision.Core.Windows;
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
    private readonly Dictionary<string, long> revisions = new(StringComparer.Ordinal);
    private readonly List<(CellKey Key, string Cell)> sealedCells = [];
    private readonly List<SourceFigure> sealedSources = [];
    private readonly SqliteStatement saveCell;
    private readonly SqliteStatement saveSource;
    private readonly WorkCalendar calendar;
    private readonly Func<DateTimeOffset> now;
    private long sourcesRevision = 1;

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
            return BoardFigures.Of(cells, hall, scope, SourcesByAge(), DayOf(asOf).Day, asOf);
        }
    }

    /// <summary>Every hall that has figures; the empty name stands for cases without one.</summary>
    public IReadOnlyList<string> Halls
    {
        get
        {
            lock (gate)
            {
                return [.. cells.Keys.Select(key => key.Hall).Distinct(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The figures of a hall by department, as text for <see cref="BoardCell.Read"/>.</summary>
    /// <param name="hall">The hall.</param>
    /// <param name="revision">What the caller has, 0 for nothing; moved on to what is returned.</param>
    /// <returns>Null when the caller has them.</returns>
    public Dictionary<string, string>? CellsSince(string hall, ref long revision)
    {
        lock (gate)
        {
            var newest = 1 + revisions.GetValueOrDefault(hall);
            if (newest == revision)
            {
                return null;
            }

            revision = newest;
            return cells.Where(cell => cell.Key.Hall == hall).ToDictionary(
                cell => cell.Key.Department,
                cell => JsonSerializer.Serialize(cell.Value, BoardJson.Default.BoardCell), StringComparer.Ordinal);
        }
    }

    /// <summary>Every source, newest first.</summary>
    /// <param name="revision">What the caller has, 0 for nothing; moved on to what is returned.</param>
    /// <returns>Null when the caller has them.</returns>
    public ImmutableArray<SourceFigure>? SourcesSince(ref long revision)
    {
        lock (gate)
        {
            if (revision == sourcesRevision)
            {
                return null;
            }

            revision = sourcesRevision;
            return SourcesByAge();
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
            case WindowMoved moved:
                Count(moved.Before, -1);
                Count(moved.After, +1);
                return true;
            case RatingMoved moved:
                Count(moved.Before, -1);
                Count(moved.Mark.Row, +1);
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
        sourcesRevision++;
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

    private void Count(WindowRow? row, int sign)
    {
        if (row is not null)
        {
            CellOf(row.Hall, row.Department).Count(row, sign);
        }
    }

    private void Count(RatingRow? row, int sign)
    {
        if (row is not null)
        {
            CellOf(row.Hall, row.Department).Count(row, sign);
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
        revisions[key.Hall] = revisions.GetValueOrDefault(key.Hall) + 1;
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
}
