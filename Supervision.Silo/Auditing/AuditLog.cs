using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Auditing;

/// <summary>
/// Who did or read what, durable before the answer. Lines are only ever added: the file refuses changes, and each line
/// carries the SHA-256 of the one before it and of itself, so that one that was changed by other means is found.
/// Safe for concurrent use.
/// </summary>
public sealed class AuditLog : IDisposable
{
    private const string Columns = "seq, at, kind, who, name, role, organisation, subject, detail, address";

    private readonly Lock gate = new();
    private readonly SqliteDatabase database;
    private readonly SqliteStatement insert;
    private readonly TimeProvider time;

    /// <summary>Opens or creates the log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">Dates the lines.</param>
    public AuditLog(string path, TimeProvider time)
    {
        this.time = time;
        database = SqliteDatabase.Open(path);
        database.Execute(
            """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
            CREATE TABLE IF NOT EXISTS audit(
                seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, who TEXT NOT NULL,
                name TEXT NOT NULL, role TEXT NOT NULL, organisation TEXT NOT NULL, subject TEXT NOT NULL,
                detail TEXT NOT NULL, address TEXT NOT NULL, hash BLOB NOT NULL
            );
            CREATE TRIGGER IF NOT EXISTS audit_is_not_changed BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'audit lines are only added'); END;
            CREATE TRIGGER IF NOT EXISTS audit_is_not_deleted BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'audit lines are only added'); END;
            """);
        insert = database.Prepare($"INSERT INTO audit({Columns}, hash) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)");
    }

    /// <summary>Adds a line; it is durable when this returns.</summary>
    /// <exception cref="SqliteException">The line could not be kept; what it tells of should not happen.</exception>
    public AuditLine Append(AuditEntry entry)
    {
        lock (gate)
        {
            AuditLine? line = null;
            database.InTransaction(() =>
            {
                var (last, lastHash) = ReadHead(); // a command of another process may have added lines
                line = new AuditLine(last + 1, time.GetUtcNow(), entry);
                var hash = HashOf(lastHash, line);
                insert.Bind(1, line.Sequence).Bind(2, line.At.UtcTicks).Bind(3, entry.Kind.ToString());
                insert.Bind(4, entry.Who).Bind(5, entry.Name).Bind(6, entry.Role).Bind(7, entry.Organisation);
                insert.Bind(8, entry.Subject).Bind(9, entry.Detail).Bind(10, entry.Address).Bind(11, hash).Run();
            });
            return line!;
        }
    }

    /// <summary>One page of lines, newest first.</summary>
    public Page<AuditLine> Find(AuditQuery query)
    {
        const string condition =
            """
            (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR at >= ?2) AND (?3 IS NULL OR at < ?3)
            AND (?4 IS NULL OR instr(lower(name || ' ' || who || ' ' || subject || ' ' || detail), lower(?4)) > 0)
            """;
        lock (gate)
        {
            using var count = Bound(database.Prepare($"SELECT count(*) FROM audit WHERE {condition}"), query);
            count.Step();
            using var select = Bound(
                database.Prepare(
                    $"SELECT {Columns} FROM audit WHERE {condition} AND seq < ?5 ORDER BY seq DESC LIMIT ?6"), query);
            select.Bind(5, query.Before ?? long.MaxValue).Bind(6, query.Limit + 1L);
            List<AuditLine> lines = [];
            while (select.Step())
            {
                lines.Add(Read(select));
            }

            var more = lines.Count > query.Limit;
            var items = more ? lines[..query.Limit] : lines;
            return new(items, more ? items[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null, count.Int64(0));
        }
    }

    /// <summary>Reads every line and finds the first that is not what was written; null when all are.</summary>
    public long? FirstBroken()
    {
        lock (gate)
        {
            using var all = database.Prepare($"SELECT {Columns}, hash FROM audit ORDER BY seq");
            var (expected, hash) = (1L, Array.Empty<byte>());
            while (all.Step())
            {
                var line = Read(all);
                hash = HashOf(hash, line);
                if (line.Sequence != expected || !all.Blob(10).SequenceEqual(hash))
                {
                    return expected;
                }

                expected++;
            }

            return null;
        }
    }

    private (long Sequence, byte[] Hash) ReadHead()
    {
        using var head = database.Prepare("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1");
        return head.Step() ? (head.Int64(0), head.Blob(1).ToArray()) : (0, []);
    }

    private static SqliteStatement Bound(SqliteStatement statement, AuditQuery query) => statement
        .Bind(1, query.Kind?.ToString()).Bind(2, query.Since?.UtcTicks).Bind(3, query.Until?.UtcTicks)
        .Bind(4, query.Text);

    private static AuditLine Read(SqliteStatement row) => new(
        row.Int64(0), new DateTimeOffset(row.Int64(1), TimeSpan.Zero),
        new AuditEntry(
            Enum.TryParse<AuditKind>(row.Text(2), out var kind) ? kind : AuditKind.Unknown, row.Text(3), row.Text(4),
            row.Text(5), row.Text(6), row.Text(7), row.Text(8), row.Text(9)));

    /// <summary>SHA-256 over the hash before and every field with its length: none can run into another.</summary>
    private static byte[] HashOf(byte[] before, AuditLine line)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, line.Sequence);
        hash.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, line.At.UtcTicks);
        hash.AppendData(number);
        var entry = line.Entry;
        foreach (var text in (string[])
            [
                entry.Kind.ToString(), entry.Who, entry.Name, entry.Role, entry.Organisation, entry.Subject,
                entry.Detail, entry.Address,
            ])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    /// <inheritdoc />
    public void Dispose() => database.Dispose();
}
