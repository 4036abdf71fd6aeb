using System.Text.Json;
using Supervision.Core.Entities;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Embedded;

/// <summary>Reads the entity index on a connection of its own. Not safe for concurrent use.</summary>
internal sealed class EntityIndexReader : IDisposable
{
    private readonly SqliteDatabase database;
    private readonly SqliteStatement load;
    private readonly SqliteStatement due;
    private readonly SqliteStatement dueAfter;

    public EntityIndexReader(SqliteDatabase database)
    {
        this.database = database;
        load = database.Prepare("SELECT version, last, state FROM entity WHERE stream = ?1");
        due = database.Prepare("SELECT stream, due FROM entity WHERE due >= ?1 AND due < ?2");
        dueAfter = database.Prepare(
            "SELECT due, stream FROM entity WHERE (due, stream) > (?1, ?2) AND due < ?3 ORDER BY due, stream LIMIT ?4");
    }

    /// <summary>The entity as the index knows it; a new one when it does not.</summary>
    public Entity Load(StreamId stream)
    {
        load.Bind(1, stream.ToString());
        try
        {
            if (!load.Step())
            {
                return Entity.New(stream);
            }

            var state = JsonSerializer.Deserialize(load.Blob(2), StoredJson.Storage.EntityState)!;
            return new Entity(stream, state, load.Int64(0), load.Int64(1));
        }
        finally
        {
            load.Reset();
        }
    }

    /// <summary>Every deadline in a range.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="found">Called for each; must not use this reader.</param>
    public void ForEachDue(DateTimeOffset from, DateTimeOffset to, Action<StreamId, DateTimeOffset> found)
    {
        due.Bind(1, from.UtcTicks).Bind(2, to.UtcTicks);
        try
        {
            while (due.Step())
            {
                found(StreamId.Parse(due.Text(0)), new DateTimeOffset(due.Int64(1), TimeSpan.Zero));
            }
        }
        finally
        {
            due.Reset();
        }
    }

    /// <summary>Deadlines in order, after one.</summary>
    /// <param name="after">Exclusive; with an empty stream, every one of that instant comes.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="most">At least 1.</param>
    public List<(DateTimeOffset At, string Stream)> DueAfter(
        (DateTimeOffset At, string Stream) after, DateTimeOffset to, int most)
    {
        List<(DateTimeOffset, string)> found = [];
        dueAfter.Bind(1, after.At.UtcTicks).Bind(2, after.Stream).Bind(3, to.UtcTicks).Bind(4, most);
        try
        {
            while (dueAfter.Step())
            {
                found.Add((new DateTimeOffset(dueAfter.Int64(0), TimeSpan.Zero), dueAfter.Text(1)));
            }
        }
        finally
        {
            dueAfter.Reset();
        }

        return found;
    }

    /// <inheritdoc />
    public void Dispose() => database.Dispose();
}
