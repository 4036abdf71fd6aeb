using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Quality;

/// <summary>Keeps the counts in a file of its own: nothing in the journal says what was never taken.</summary>
public sealed class RejectionBook : IRejections, IDisposable
{
    private readonly Lock gate = new();
    private readonly SqliteDatabase database;
    private readonly Func<DateOnly> today;

    /// <summary>Opens or creates the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="today">The day by the halls' clock.</param>
    public RejectionBook(string path, Func<DateOnly> today)
    {
        this.today = today;
        database = SqliteDatabase.Open(path);
        database.Execute(
            """
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=NORMAL;
            CREATE TABLE IF NOT EXISTS rejected(
                day INTEGER NOT NULL, sender TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(day, sender)
            ) WITHOUT ROWID;
            """);
    }

    /// <inheritdoc />
    public void Note(string sender, long count)
    {
        lock (gate)
        {
            using var note = database.Prepare(
                "INSERT INTO rejected VALUES(?1, ?2, ?3) ON CONFLICT(day, sender) DO UPDATE SET count = count + ?3");
            note.Bind(1, today().DayNumber).Bind(2, sender).Bind(3, count).Run();
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<RejectedDay> Find(DateOnly from, DateOnly to)
    {
        lock (gate)
        {
            using var select = database.Prepare(
                "SELECT sender, day, count FROM rejected WHERE day BETWEEN ?1 AND ?2 ORDER BY day DESC, sender");
            select.Bind(1, from.DayNumber).Bind(2, to.DayNumber);
            List<RejectedDay> days = [];
            while (select.Step())
            {
                days.Add(new(
                    select.Text(0), DateOnly.FromDayNumber((int)select.Int64(1)), select.Int64(2)));
            }

            return days;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (gate)
        {
            database.Dispose();
        }
    }
}
