using Supervision.Core.Devices;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Devices;

/// <summary>What administrators see and change.</summary>
public sealed partial class DeviceStore
{
    /// <summary>Kept punches that a page shows at most.</summary>
    private const int KeptShownMax = 500;

    private const string KeptColumns =
        "SELECT k.serial, k.pin, at, offset, direction, verify, why, received, name FROM kept k "
        + "LEFT JOIN person p ON p.serial = k.serial AND p.pin = k.pin";

    /// <summary>Lists a terminal, or changes it; one that was withdrawn may speak again.</summary>
    /// <param name="device">The terminal.</param>
    /// <param name="key">Key it has to show, in clear text, hashed here; null leaves the one it has.</param>
    public void Put(Device device, string? key)
    {
        lock (gate)
        {
            using var upsert = database.Prepare(
                "INSERT INTO device(serial, brand, name, hall, direction, key) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
                + "ON CONFLICT(serial) DO UPDATE SET brand = ?2, name = ?3, hall = ?4, direction = ?5, "
                + "key = coalesce(?6, key), address = NULL, withdrawn = NULL");
            upsert.Bind(1, device.Serial).Bind(2, device.Brand.ToString()).Bind(3, device.Name).Bind(4, device.Hall)
                .Bind(5, device.Direction).Bind(6, key is null ? null : HashOf(key)).Run();
            using var known = database.Prepare("DELETE FROM stranger WHERE serial = ?1");
            known.Bind(1, device.Serial).Run();
        }
    }

    /// <summary>Takes a terminal off the list; what it sent stays.</summary>
    /// <returns>False when it is not on it.</returns>
    public bool Withdraw(string serial)
    {
        lock (gate)
        {
            using var select = database.Prepare("SELECT 1 FROM device WHERE serial = ?1 AND withdrawn IS NULL");
            if (!select.Bind(1, serial).Step())
            {
                return false;
            }

            using var update = database.Prepare("UPDATE device SET withdrawn = ?2 WHERE serial = ?1");
            update.Bind(1, serial).Bind(2, time.GetUtcNow().UtcTicks).Run();
            return true;
        }
    }

    /// <summary>Every terminal on the list with how it is doing, by serial number.</summary>
    public IReadOnlyList<(Device Device, DeviceState State)> List()
    {
        lock (gate)
        {
            Flush();
            using var select = database.Prepare(
                "SELECT serial, brand, name, hall, direction, seen, drift, backlog, stamp, firmware FROM device "
                + "WHERE withdrawn IS NULL ORDER BY serial");
            List<(Device, DeviceState)> devices = [];
            while (select.Step())
            {
                devices.Add((DeviceOf(select), StateOf(select, 5)));
            }

            return devices;
        }
    }

    /// <summary>Says whose a PIN is.</summary>
    /// <param name="serial">The terminal; null for all of them.</param>
    /// <param name="pin">The PIN.</param>
    /// <param name="staff">The staff member.</param>
    public void Assign(string? serial, string pin, string staff)
    {
        lock (gate)
        {
            using var upsert = database.Prepare("INSERT OR REPLACE INTO pin VALUES(?1, ?2, ?3)");
            upsert.Bind(1, serial ?? "").Bind(2, pin).Bind(3, staff).Run();
        }
    }

    /// <summary>Punches that wait for somebody to say whose they are, oldest first.</summary>
    public IReadOnlyList<KeptPunch> Kept()
    {
        lock (gate)
        {
            using var select = database.Prepare($"{KeptColumns} ORDER BY k.serial, k.pin, at LIMIT {KeptShownMax}");
            return ReadKept(select);
        }
    }

    /// <summary>Terminals that are on no list and knocked, the latest first.</summary>
    public IReadOnlyList<Stranger> Strangers()
    {
        lock (gate)
        {
            Flush();
            using var select = database.Prepare("SELECT serial, address, times, last FROM stranger ORDER BY last DESC");
            List<Stranger> found = [];
            while (select.Step())
            {
                found.Add(new Stranger(
                    select.Text(0), select.Text(1), select.Int64(2),
                    new DateTimeOffset(select.Int64(3), TimeSpan.Zero)));
            }

            return found;
        }
    }

    /// <summary>What was done to a terminal, the latest first.</summary>
    public IReadOnlyList<DeviceOperation> OperationsOf(string serial)
    {
        lock (gate)
        {
            using var select = database.Prepare(
                "SELECT code, operator, at FROM operation WHERE serial = ?1 ORDER BY at DESC LIMIT 100");
            List<DeviceOperation> operations = [];
            select.Bind(1, serial);
            while (select.Step())
            {
                operations.Add(new DeviceOperation(
                    (int)select.Int64(0), select.Text(1), new DateTimeOffset(select.Int64(2), TimeSpan.Zero)));
            }

            return operations;
        }
    }

    private static List<KeptPunch> ReadKept(SqliteStatement select)
    {
        List<KeptPunch> kept = [];
        while (select.Step())
        {
            var offset = TimeSpan.FromTicks(select.Int64(3));
            var at = new DateTimeOffset(select.Int64(2), TimeSpan.Zero).ToOffset(offset);
            kept.Add(new KeptPunch(
                select.Text(0), new Punch(select.Text(1), at, select.Text(4), select.TextOrNull(5)), select.Text(6),
                new DateTimeOffset(select.Int64(7), TimeSpan.Zero), select.TextOrNull(8)));
        }

        return kept;
    }
}
