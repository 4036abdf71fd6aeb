using System.Buffers.Binary;
using System.Collections.Concurrent;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Journals;

/// <summary>Connections that only read, each used by one thread at a time; they never wait for the writer.</summary>
internal sealed class JournalReaders(string path, IEventCodec codec, int keptMax) : IDisposable
{
    private readonly ConcurrentBag<Connection> idle = [];
    private volatile bool disposed;

    /// <summary>Entries after a position, in order.</summary>
    public List<JournalEntry> Read(long afterSequence, int limit) => With(connection =>
    {
        var entries = new List<JournalEntry>(Math.Min(limit, 1024));
        var range = connection.Range.Bind(1, afterSequence).Bind(2, limit);
        while (range.Step())
            entries.Add(EntryOf(range));

        return entries;
    });

    /// <summary>A stream's entries newer than a version, oldest first, by walking back from its newest.</summary>
    public List<JournalEntry> ReadStream(StreamId stream, long lastSequence, long afterVersion) => With(connection =>
    {
        var entries = new List<JournalEntry>();
        var sequence = lastSequence != 0 ? lastSequence : NewestOf(stream, connection);
        while (sequence != 0 && EntryAt(sequence, connection) is { } entry && entry.Turn.Version > afterVersion)
        {
            if (entry.Turn.Stream != stream)
            {
                throw new ArgumentException(
                    $"Entry {sequence} belongs to {entry.Turn.Stream}, not to {stream}.", nameof(lastSequence));
            }

            entries.Add(entry);
            sequence = entry.Turn.PreviousSequence;
        }

        entries.Reverse();
        return entries;
    });

    /// <summary>The proof of an entry; null when there is no such entry.</summary>
    public JournalProof? Prove(long sequence, long anchor) => Query(database =>
    {
        using var rows = database.Prepare(
            $"SELECT {JournalSchema.EntryColumns}, hash FROM entry WHERE seq >= ? AND seq <= ? ORDER BY seq");
        rows.Bind(1, sequence - 1).Bind(2, anchor);
        var proof = new JournalProofBuilder(sequence);
        while (rows.Step())
            proof.Add(JournalSchema.ColumnsOf(rows), rows.Blob(8).ToArray());

        return proof.Build();
    });

    /// <summary>Runs a query on a connection of its own.</summary>
    public T Query<T>(Func<SqliteDatabase, T> query) => With(connection => query(connection.Database));

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var connection))
            connection.Dispose();
    }

    private T With<T>(Func<Connection, T> work)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!idle.TryTake(out var connection))
            connection = new Connection(path);

        try
        {
            return work(connection);
        }
        finally
        {
            connection.Reset();
            if (idle.Count < keptMax && !disposed)
                idle.Add(connection);
            else
                connection.Dispose();
        }
    }

    private static long NewestOf(StreamId stream, Connection connection)
    {
        using var scan = connection.Database.Prepare(
            "SELECT seq FROM entry WHERE stream = ? ORDER BY seq DESC LIMIT 1");
        return scan.Bind(1, stream.ToString()).Step() ? scan.Int64(0) : 0;
    }

    private JournalEntry? EntryAt(long sequence, Connection connection)
    {
        var found = connection.One.Reset().Bind(1, sequence);
        return found.Step() ? EntryOf(found) : null;
    }

    private JournalEntry EntryOf(SqliteStatement row)
    {
        var body = row.Blob(7).ToArray();
        var identity = row.IsNull(6) ? UInt128.Zero : BinaryPrimitives.ReadUInt128BigEndian(row.Blob(6));
        return new(row.Int64(0), new JournalTurn(
            StreamId.Parse(row.Text(1)), row.Int64(2), row.Int64(3), new DateTimeOffset(row.Int64(4), TimeSpan.Zero),
            new DateTimeOffset(row.Int64(5), TimeSpan.Zero), identity, body, codec.Decode(body)));
    }

    private sealed class Connection : IDisposable
    {
        public Connection(string path)
        {
            Database = SqliteDatabase.Open(path, readOnly: true);
            Database.Execute("PRAGMA query_only = ON; PRAGMA cache_size = -4096; PRAGMA cell_size_check = ON");
            Range = Database.Prepare(
                $"SELECT {JournalSchema.EntryColumns} FROM entry WHERE seq > ? ORDER BY seq LIMIT ?");
            One = Database.Prepare($"SELECT {JournalSchema.EntryColumns} FROM entry WHERE seq = ?");
        }

        public SqliteDatabase Database { get; }
        public SqliteStatement Range { get; }
        public SqliteStatement One { get; }

        public void Reset()
        {
            Range.Reset();
            One.Reset();
        }

        public void Dispose() => Database.Dispose();
    }
}
