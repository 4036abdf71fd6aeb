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
                organisations TEXT NOT NULL, created INTEGER NOT NULL
            ) WITHOUT ROWID;
            """);
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

            using var insert = database.Prepare("INSERT INTO key VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
            insert.Bind(1, HashOf(key)).Bind(2, name).Bind(3, scope.ToString()).Bind(4, string.Join('\n', sources));
            insert.Bind(5, string.Join('\n', organisations)).Bind(6, time.GetUtcNow().UtcTicks).Run();
        }

        return key;
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
            using var select = database.Prepare("SELECT name, scope, sources, organisations FROM key WHERE hash = ?1");
            return select.Bind(1, hash).Step()
                ? new FeedKey(
                    select.Text(0), Enum.Parse<FeedKeyScope>(select.Text(1)), Lines(select.Text(2)),
                    Lines(select.Text(3)))
                : null;
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <inheritdoc />
    public void Dispose() => database.Dispose();
}
