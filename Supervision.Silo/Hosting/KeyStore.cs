using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Hosting;

/// <summary>
/// API keys. A key is 32 random bytes shown once; only its SHA-256 is stored, which is enough for a secret nobody can
/// guess. Keys added by another process are seen at the next look. Safe for concurrent use.
/// </summary>
public sealed class KeyStore : IFeedKeys, IDisposable
{
    private const string Prefix = "sv_";

    /// <summary>Found keys are remembered for this long, so that a withdrawn key stops working within it.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    /// <summary>The last use of a key is known to this precision.</summary>
    private static readonly TimeSpan UseNotedEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (FeedKey Key, long FoundAt)> known =
        new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly SqliteDatabase database;
    private readonly TimeProvider time;

    /// <summary>Opens or creates the store.</summary>
    public KeyStore(string path, TimeProvider time)
    {
        this.time = time;
        database = SqliteDatabase.Open(path);
        database.Execute(
            """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
            CREATE TABLE IF NOT EXISTS key(
                hash TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, sources TEXT NOT NULL,
                organisations TEXT NOT NULL, created INTEGER NOT NULL, used INTEGER, withdrawn INTEGER
            ) WITHOUT ROWID;
            """);
        if (database.Scalar("SELECT count(*) FROM pragma_table_info('key') WHERE name = 'withdrawn'") == 0)
        {
            // A store from before keys could be withdrawn.
            database.Execute("ALTER TABLE key ADD COLUMN used INTEGER; ALTER TABLE key ADD COLUMN withdrawn INTEGER;");
        }
    }

    /// <summary>Makes a key.</summary>
    /// <param name="name">What people call it; unique.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="sources">Sources it may speak for; empty means every source.</param>
    /// <param name="organisations">Halls, departments and windows it may speak for; empty means all.</param>
    /// <returns>The key in clear text, which is stored nowhere.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public string Add(
        string name, FeedKeyScope scope, IReadOnlyList<string> sources, IReadOnlyList<string> organisations)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new ArgumentException("A key needs a name.", nameof(name));
        }

        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        lock (gate)
        {
            using var taken = database.Prepare("SELECT 1 FROM key WHERE name = ?1");
            if (taken.Bind(1, name).Step())
            {
                throw new ArgumentException($"There is a key named '{name}' already.", nameof(name));
            }

            using var insert = database.Prepare("INSERT INTO key VALUES(?1, ?2, ?3, ?4, ?5, ?6, NULL, NULL)");
            insert.Bind(1, HashOf(key)).Bind(2, name).Bind(3, scope.ToString()).Bind(4, string.Join('\n', sources));
            insert.Bind(5, string.Join('\n', organisations)).Bind(6, time.GetUtcNow().UtcTicks).Run();
        }

        return key;
    }

    /// <summary>Every key there ever was, newest first.</summary>
    public IReadOnlyList<KeptKey> List()
    {
        lock (gate)
        {
            using var select = database.Prepare(
                "SELECT name, scope, sources, organisations, created, used, withdrawn FROM key ORDER BY created DESC");
            List<KeptKey> keys = [];
            while (select.Step())
            {
                keys.Add(new KeptKey(KeyOf(select), At(select, 4)!.Value, At(select, 5), At(select, 6)));
            }

            return keys;
        }
    }

    /// <summary>
    /// Withdraws a key for ever: at once in this process, within seconds in others. Its name stays taken.
    /// </summary>
    /// <returns>False when no such key was in force.</returns>
    public bool Withdraw(string name)
    {
        lock (gate)
        {
            using var select = database.Prepare("SELECT hash FROM key WHERE name = ?1 AND withdrawn IS NULL");
            if (!select.Bind(1, name).Step())
            {
                return false;
            }

            var hash = select.Text(0);
            using var update = database.Prepare("UPDATE key SET withdrawn = ?2 WHERE hash = ?1");
            update.Bind(1, hash).Bind(2, time.GetUtcNow().UtcTicks).Run();
            known.TryRemove(hash, out _);
            return true;
        }
    }

    /// <inheritdoc />
    public ValueTask<FeedKey?> FindAsync(string bearer, CancellationToken cancellationToken)
    {
        var hash = HashOf(bearer);
        if (known.TryGetValue(hash, out var entry) && time.GetElapsedTime(entry.FoundAt) < Remembered)
        {
            return new(entry.Key);
        }

        var found = Read(hash);
        if (found is null)
        {
            known.TryRemove(hash, out _);
        }
        else
        {
            known[hash] = (found, time.GetTimestamp());
        }

        return new(found);
    }

    private FeedKey? Read(string hash)
    {
        lock (gate)
        {
            using var select = database.Prepare(
                "SELECT name, scope, sources, organisations, used FROM key WHERE hash = ?1 AND withdrawn IS NULL");
            if (!select.Bind(1, hash).Step())
            {
                return null;
            }

            var key = KeyOf(select);
            var now = time.GetUtcNow();
            if (!(At(select, 4) > now - UseNotedEvery))
            {
                NoteUse(hash, now);
            }

            return key;
        }
    }

    private void NoteUse(string hash, DateTimeOffset now)
    {
        try
        {
            using var update = database.Prepare("UPDATE key SET used = ?2 WHERE hash = ?1");
            update.Bind(1, hash).Bind(2, now.UtcTicks).Run();
        }
        catch (SqliteException exception) when (exception.IsStorageFault)
        {
            // When a key was last used is worth less than letting it be used: the next look notes it.
        }
    }

    private static FeedKey KeyOf(SqliteStatement row) => new(
        row.Text(0), Enum.Parse<FeedKeyScope>(row.Text(1)), Lines(row.Text(2)), Lines(row.Text(3)));

    private static DateTimeOffset? At(SqliteStatement row, int column) =>
        row.Int64OrNull(column) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <inheritdoc />
    public void Dispose() => database.Dispose();
}

/// <summary>A key as its administrator sees it; the key itself is stored nowhere.</summary>
/// <param name="Key">Name, scope and bounds.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="UsedAt">Its last use, to the minute; null before the first.</param>
/// <param name="WithdrawnAt">Since when it is void; null while it is in force.</param>
public sealed record KeptKey(FeedKey Key, DateTimeOffset MadeAt, DateTimeOffset? UsedAt, DateTimeOffset? WithdrawnAt);
