using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;
using Supervision.Silo.Views;

namespace Supervision.Silo.Quality;

/// <summary>
/// What each source sent on each day. Recording time never goes back, so that of every source only the newest day
/// changes and is kept in memory.
/// </summary>
public sealed class SourceDaysView : IView
{
    private const string Columns = "source, day, facts, late, gap, expected, missing, last";

    private static readonly TimeSpan LateAfter = TimeSpan.FromDays(1);

    private readonly WorkCalendar calendar;
    private readonly SqliteStatement save;
    private readonly Dictionary<string, SourceDay> newest = new(StringComparer.Ordinal);
    private Dictionary<(string Source, DateOnly Day), SourceDay> pending = [];
    private Dictionary<(string Source, DateOnly Day), SourceDay> sealedDays = [];

    /// <summary>Reads where each source stands.</summary>
    public SourceDaysView(ViewDatabase database, WorkCalendar calendar)
    {
        this.calendar = calendar;
        database.Writer.Execute(Schema);
        save = database.Writer.Prepare(
            $"INSERT OR REPLACE INTO source_day({Columns}) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        using var select = database.Writer.Prepare(
            $"{Select} d WHERE day = (SELECT max(day) FROM source_day WHERE source = d.source)");
        while (select.Step())
        {
            var row = RowOf(select);
            newest[row.Source] = row;
        }
    }

    /// <inheritdoc />
    public string Schema =>
        """
        CREATE TABLE IF NOT EXISTS source_day(
            source TEXT NOT NULL, day INTEGER NOT NULL, facts INTEGER NOT NULL, late INTEGER NOT NULL,
            gap INTEGER NOT NULL, expected INTEGER NOT NULL, missing INTEGER NOT NULL, last INTEGER NOT NULL,
            PRIMARY KEY(source, day)
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS source_day_day ON source_day(day);
        """;

    /// <inheritdoc />
    public void Apply(JournalEntry entry)
    {
        foreach (var @event in entry.Turn.Events)
        {
            if (@event is FactRecorded recorded)
            {
                Take(recorded.Fact, recorded.RecordedAt);
            }
        }
    }

    /// <inheritdoc />
    public void Seal() => (pending, sealedDays) = (sealedDays, pending);

    /// <inheritdoc />
    public void Flush()
    {
        foreach (var row in sealedDays.Values)
        {
            save.Bind(1, row.Source).Bind(2, row.Day.DayNumber).Bind(3, row.Facts).Bind(4, row.Late);
            save.Bind(5, row.GapMinutes).Bind(6, row.FieldsExpected).Bind(7, row.FieldsMissing);
            save.Bind(8, row.LastAt.UtcTicks).Run();
        }
    }

    /// <inheritdoc />
    public void Announce() => sealedDays.Clear();

    internal static SourceDay RowOf(SqliteStatement row) => new(
        row.Text(0), DateOnly.FromDayNumber((int)row.Int64(1)), row.Int64(2), row.Int64(3), row.Int64(4), row.Int64(5),
        row.Int64(6), new(row.Int64(7), TimeSpan.Zero));

    internal static string Select => $"SELECT {Columns} FROM source_day";

    private void Take(Fact fact, DateTimeOffset recordedAt)
    {
        var day = calendar.DateOf(recordedAt);
        var known = newest.GetValueOrDefault(fact.Source);
        var gap = known is null ? 0 : (long)Math.Max(0, (recordedAt - known.LastAt).TotalMinutes);
        var row = known is not null && known.Day == day
            ? known
            : new SourceDay(fact.Source, day, 0, 0, 0, 0, 0, recordedAt);
        var (expected, missing) = FieldsOf(fact.Data);
        row = row with
        {
            Facts = row.Facts + 1,
            Late = row.Late + (recordedAt - fact.OccurredAt > LateAfter ? 1 : 0),
            GapMinutes = Math.Max(row.GapMinutes, gap),
            FieldsExpected = row.FieldsExpected + expected,
            FieldsMissing = row.FieldsMissing + missing,
            LastAt = recordedAt,
        };
        newest[fact.Source] = row;
        pending[(row.Source, row.Day)] = row;
    }

    private static (int Expected, int Missing) FieldsOf(FactData data)
    {
        if (data is not CaseAccepted accepted)
        {
            return (0, 0);
        }

        string?[] fields = [accepted.Item, accepted.Window, accepted.Department, accepted.Hall, accepted.Handler];
        return (fields.Length, fields.Count(string.IsNullOrEmpty));
    }
}

/// <summary>Sources by day as the view holds them.</summary>
public sealed class SourceDays(ViewDatabase database) : ISourceDays
{
    /// <inheritdoc />
    public IReadOnlyList<SourceDay> Find(DateOnly from, DateOnly to) => database.Read(reader =>
    {
        using var select = reader.Prepare(
            $"{SourceDaysView.Select} WHERE day BETWEEN ?1 AND ?2 ORDER BY day DESC, source");
        select.Bind(1, from.DayNumber).Bind(2, to.DayNumber);
        List<SourceDay> days = [];
        while (select.Step())
        {
            days.Add(SourceDaysView.RowOf(select));
        }

        return days;
    });
}
