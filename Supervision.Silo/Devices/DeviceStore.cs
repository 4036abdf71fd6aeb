using System.Security.Cryptography;
using System.Text;
using Supervision.Core.Devices;
using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Devices;

/// <summary>
/// Terminals, PINs and what is owed, in <c>devices.db</c>. It cannot be made anew from the journal: PINs and kept
/// punches are nowhere else. Safe for concurrent use.
/// </summary>
public sealed partial class DeviceStore : IDevices, IDisposable
{
    /// <summary>An order is told again after this long without an answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Serial numbers of strangers that are remembered; the oldest makes room.</summary>
    private const int StrangersMax = 1000;

    private readonly Lock gate = new();
    private readonly SqliteDatabase database;
    private readonly TimeProvider time;

    /// <summary>Opens or creates the store.</summary>
    public DeviceStore(string path, TimeProvider time)
    {
        this.time = time;
        database = SqliteDatabase.Open(path);
        database.Execute(
            """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
            CREATE TABLE IF NOT EXISTS device(
                serial TEXT PRIMARY KEY, brand TEXT NOT NULL, name TEXT NOT NULL, hall TEXT, direction TEXT, key TEXT,
                address TEXT, withdrawn INTEGER, seen INTEGER, drift INTEGER, backlog INTEGER, stamp TEXT, firmware TEXT
            ) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS pin(
                serial TEXT NOT NULL, pin TEXT NOT NULL, staff TEXT NOT NULL, PRIMARY KEY(serial, pin)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS person(
                serial TEXT NOT NULL, pin TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(serial, pin)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS punch(
                serial TEXT NOT NULL, at INTEGER NOT NULL, pin TEXT NOT NULL,
                PRIMARY KEY(serial, at, pin)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS kept(
                serial TEXT NOT NULL, pin TEXT NOT NULL, at INTEGER NOT NULL, offset INTEGER NOT NULL,
                direction TEXT NOT NULL, verify TEXT, why TEXT NOT NULL, received INTEGER NOT NULL,
                PRIMARY KEY(serial, pin, at)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS operation(
                serial TEXT NOT NULL, at INTEGER NOT NULL, code INTEGER NOT NULL, operator TEXT NOT NULL,
                PRIMARY KEY(serial, at, code, operator)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS stranger(
                serial TEXT PRIMARY KEY, address TEXT NOT NULL, times INTEGER NOT NULL, last INTEGER NOT NULL
            ) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS command(
                id INTEGER PRIMARY KEY AUTOINCREMENT, serial TEXT NOT NULL, text TEXT NOT NULL, told INTEGER,
                answered INTEGER, result INTEGER);
            CREATE INDEX IF NOT EXISTS command_waiting ON command(serial) WHERE answered IS NULL;
            """);
    }

    /// <inheritdoc />
    public Device? Admit(string serial, string? key, string address)
    {
        lock (gate)
        {
            using var select = database.Prepare(
                "SELECT serial, brand, name, hall, direction, key, address FROM device "
                + "WHERE serial = ?1 AND withdrawn IS NULL");
            if (!select.Bind(1, serial).Step())
            {
                TurnAway(serial, address);
                return null;
            }

            var (hash, known) = (select.TextOrNull(5), select.TextOrNull(6));
            var showedIt = hash is not null && key is not null && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(HashOf(key)), Encoding.ASCII.GetBytes(hash));
            if (hash is not null && !showedIt && (key is not null || known != address))
            {
                TurnAway(serial, address);
                return null;
            }

            if (showedIt && known != address)
            {
                using var update = database.Prepare("UPDATE device SET address = ?2 WHERE serial = ?1");
                update.Bind(1, serial).Bind(2, address).Run();
            }

            return DeviceOf(select);
        }
    }

    /// <inheritdoc />
    public string? StaffOf(string serial, string pin)
    {
        lock (gate)
        {
            using var select = database.Prepare(
                "SELECT staff FROM pin WHERE pin = ?2 AND serial IN (?1, '') ORDER BY serial DESC LIMIT 1");
            return select.Bind(1, serial).Bind(2, pin).Step() ? select.Text(0) : null;
        }
    }

    /// <inheritdoc />
    public void Keep(IReadOnlyList<KeptPunch> punches) => InTransaction(() =>
    {
        using var insert = database.Prepare("INSERT OR IGNORE INTO kept VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        foreach (var kept in punches)
        {
            insert.Bind(1, kept.Serial).Bind(2, kept.Punch.Pin).Bind(3, kept.Punch.At.UtcTicks)
                .Bind(4, kept.Punch.At.Offset.Ticks).Bind(5, kept.Punch.Direction).Bind(6, kept.Punch.Verify)
                .Bind(7, kept.Why).Bind(8, kept.ReceivedAt.UtcTicks).Run();
        }
    });

    /// <inheritdoc />
    public IReadOnlyList<KeptPunch> KeptOf(string serial, string pin)
    {
        lock (gate)
        {
            using var select = database.Prepare(KeptColumns + " WHERE k.serial = ?1 AND k.pin = ?2 ORDER BY at");
            return ReadKept(select.Bind(1, serial).Bind(2, pin));
        }
    }

    /// <inheritdoc />
    public void Release(IReadOnlyList<KeptPunch> punches) => InTransaction(() =>
    {
        using var delete = database.Prepare("DELETE FROM kept WHERE serial = ?1 AND pin = ?2 AND at = ?3");
        foreach (var kept in punches)
        {
            delete.Bind(1, kept.Serial).Bind(2, kept.Punch.Pin).Bind(3, kept.Punch.At.UtcTicks).Run();
        }
    });

    /// <inheritdoc />
    public void NoteOperations(string serial, IReadOnlyList<DeviceOperation> operations) => InTransaction(() =>
    {
        using var insert = database.Prepare("INSERT OR IGNORE INTO operation VALUES(?1, ?2, ?3, ?4)");
        foreach (var operation in operations)
        {
            insert.Bind(1, serial).Bind(2, operation.At.UtcTicks).Bind(3, operation.Code).Bind(4, operation.Operator)
                .Run();
            if (operation.Code == DeviceOperation.SetTime && database.Changes > 0)
            {
                gauges.Remove(serial); // what was measured was another clock
            }
        }
    });

    /// <inheritdoc />
    public void NotePerson(string serial, string pin, string name)
    {
        lock (gate)
        {
            using var upsert = database.Prepare("INSERT OR REPLACE INTO person VALUES(?1, ?2, ?3)");
            upsert.Bind(1, serial).Bind(2, pin).Bind(3, name).Run();
        }
    }

    /// <inheritdoc />
    public void NoteBacklog(string serial, int records)
    {
        lock (gate)
        {
            Flush();
            using var update = database.Prepare("UPDATE device SET backlog = ?2 WHERE serial = ?1");
            update.Bind(1, serial).Bind(2, (long)records).Run();
        }
    }

    /// <inheritdoc />
    public void Order(string serial, string text)
    {
        lock (gate)
        {
            using var insert = database.Prepare(
                "INSERT INTO command(serial, text) SELECT ?1, ?2 WHERE NOT EXISTS("
                + "SELECT 1 FROM command WHERE serial = ?1 AND text = ?2 AND answered IS NULL)");
            insert.Bind(1, serial).Bind(2, text).Run();
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<DeviceCommand> OrdersFor(string serial, DateTimeOffset now)
    {
        lock (gate)
        {
            using var select = database.Prepare(
                "SELECT id, text FROM command WHERE serial = ?1 AND answered IS NULL AND coalesce(told, 0) <= ?2 "
                + "ORDER BY id");
            List<DeviceCommand> commands = [];
            select.Bind(1, serial).Bind(2, (now - Patience).UtcTicks);
            while (select.Step())
            {
                commands.Add(new DeviceCommand(select.Int64(0), select.Text(1)));
            }

            using var update = database.Prepare("UPDATE command SET told = ?2 WHERE id = ?1");
            foreach (var command in commands)
            {
                update.Bind(1, command.Id).Bind(2, now.UtcTicks).Run();
            }

            return commands;
        }
    }

    /// <inheritdoc />
    public DeviceCommand? Answered(string serial, long id, int result)
    {
        lock (gate)
        {
            using var select = database.Prepare("SELECT text FROM command WHERE id = ?1 AND serial = ?2");
            if (!select.Bind(1, id).Bind(2, serial).Step())
            {
                return null;
            }

            var command = new DeviceCommand(id, select.Text(0));
            using var update = database.Prepare("UPDATE command SET answered = ?2, result = ?3 WHERE id = ?1");
            update.Bind(1, id).Bind(2, time.GetUtcNow().UtcTicks).Bind(3, (long)result).Run();
            return command;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (gate)
        {
            Flush();
            database.Dispose();
        }
    }

    /// <summary>Counted in memory first: who knocks a thousand times a second must not keep the disk busy.</summary>
    private void TurnAway(string serial, string address)
    {
        var times = strangers.TryGetValue(serial, out var before) ? before.Times + 1 : 1;
        if (times > 1 || strangers.Count < StrangersMax)
        {
            strangers[serial] = new Stranger(serial, address, times, time.GetUtcNow());
        }

        FlushInTime();
    }

    private void InTransaction(Action work)
    {
        lock (gate)
        {
            database.InTransaction(work);
        }
    }

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static Device DeviceOf(SqliteStatement row) => new(
        row.Text(0), Enum.Parse<DeviceBrand>(row.Text(1)), row.Text(2), row.TextOrNull(3), row.TextOrNull(4));
}
