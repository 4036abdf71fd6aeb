using Supervision.Silo.Storage;

namespace Supervision.Silo.Notifications;

/// <summary>
/// Where messages and what became of them are kept. It cannot be made anew from the journal: nobody can know what a
/// gateway was given. Safe for concurrent use; one process writes it, others may read it.
/// </summary>
public sealed class NotificationFile : IDisposable
{
    private const int Version = 1;

    private readonly Lock gate = new();
    private readonly SqliteDatabase database;
    private long version;
    private long newest;

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    /// <exception cref="InvalidDataException">A newer program wrote it.</exception>
    public NotificationFile(string path)
    {
        database = SqliteDatabase.Open(path);
        database.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        if (database.Scalar("PRAGMA user_version") > Version)
        {
            throw new InvalidDataException($"{path} was written by a newer program.");
        }

        database.Execute(
            $"""
            CREATE TABLE IF NOT EXISTS progress(
                id INTEGER PRIMARY KEY CHECK(id = 1), position INTEGER NOT NULL, mark BLOB NOT NULL,
                begun INTEGER NOT NULL
            );
            CREATE TABLE IF NOT EXISTS notice(
                id TEXT PRIMARY KEY, event TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, link TEXT NOT NULL,
                details TEXT NOT NULL
            ) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS message(
                number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, receiver TEXT NOT NULL, name TEXT NOT NULL,
                channel TEXT NOT NULL, digest INTEGER NOT NULL, cause TEXT NOT NULL, count INTEGER NOT NULL,
                planned INTEGER NOT NULL, open_until INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
                next_at INTEGER, fault TEXT, made_at INTEGER NOT NULL, sent_at INTEGER, read_at INTEGER
            );
            CREATE TABLE IF NOT EXISTS carried(
                notice TEXT NOT NULL, channel TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY(notice, channel)
            ) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS receiver(
                account TEXT PRIMARY KEY, channels TEXT NOT NULL, mutes TEXT NOT NULL, phone TEXT, mail TEXT,
                english INTEGER NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS message_due ON message(next_at) WHERE state = 'queued';
            CREATE INDEX IF NOT EXISTS message_planned ON message(receiver, channel, planned);
            CREATE INDEX IF NOT EXISTS message_open ON message(receiver, channel, open_until);
            CREATE INDEX IF NOT EXISTS message_unread ON message(receiver)
                WHERE channel = 'inbox' AND read_at IS NULL;
            CREATE INDEX IF NOT EXISTS message_made ON message(made_at);
            CREATE INDEX IF NOT EXISTS carried_by ON carried(message);
            PRAGMA user_version = {Version};
            """);
        (version, newest) = (ReadVersion(), ReadNewest());
    }

    /// <summary>Raised with the accounts whose inbox changed, once it is durable; handlers return at once.</summary>
    public event Action<IReadOnlyCollection<string>>? Changed;

    /// <summary>
    /// Accounts into whose inbox something came since the last look, if another process has written meanwhile. Its
    /// <see cref="Changed"/> is not heard here; this costs next to nothing while there is nothing new.
    /// </summary>
    public IReadOnlyCollection<string> LookForOthers() => Read<IReadOnlyCollection<string>>(_ =>
    {
        var now = ReadVersion();
        if (now == version)
        {
            return [];
        }

        var after = newest;
        (version, newest) = (now, ReadNewest());
        HashSet<string> receivers = new(StringComparer.Ordinal);
        using var select = database.Prepare("SELECT receiver FROM message WHERE number > ?1 AND channel = 'inbox'");
        select.Bind(1, after);
        while (select.Step())
        {
            receivers.Add(select.Text(0));
        }

        return receivers;
    });

    /// <summary>Looks something up.</summary>
    internal T Read<T>(Func<SqliteDatabase, T> work)
    {
        lock (gate)
        {
            return work(database);
        }
    }

    /// <summary>Changes something in one transaction; afterwards it is durable, or nothing happened.</summary>
    internal void Write(Action<SqliteDatabase> work)
    {
        lock (gate)
        {
            database.InTransaction(() => work(database));
        }
    }

    internal void Tell(IReadOnlyCollection<string> receivers)
    {
        if (receivers.Count > 0)
        {
            Changed?.Invoke(receivers);
        }
    }

    /// <summary>Another one after every transaction of other connections.</summary>
    private long ReadVersion() => database.Scalar("PRAGMA data_version") ?? 0;

    private long ReadNewest() => database.Scalar("SELECT max(number) FROM message") ?? 0;

    /// <inheritdoc />
    public void Dispose()
    {
        lock (gate)
        {
            database.Dispose();
        }
    }
}
