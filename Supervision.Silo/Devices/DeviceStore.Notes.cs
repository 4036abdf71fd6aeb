using Supervision.Core.Devices;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Devices;

/// <summary>
/// What is noted with every request. Hundreds a second come, and none of it is worth waiting for the disk: it is
/// written together, every second or before it is read.
/// </summary>
public sealed partial class DeviceStore
{
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(1);

    /// <summary>Punches are remembered for counting this long.</summary>
    private static readonly TimeSpan CountedFor = TimeSpan.FromDays(62);

    private readonly Dictionary<string, DriftGauge> gauges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeviceState> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Stranger> strangers = new(StringComparer.Ordinal);
    private readonly List<(string Serial, long At, string Pin)> punches = [];
    private long flushedAt;

    /// <inheritdoc />
    public DeviceState StateOf(string serial)
    {
        lock (gate)
        {
            return seen.TryGetValue(serial, out var state) ? state : ReadState(serial);
        }
    }

    /// <inheritdoc />
    public void NoteSeen(string serial, DateTimeOffset at, string? firmware = null)
    {
        lock (gate)
        {
            var state = StateOf(serial);
            seen[serial] = state with { SeenAt = at, Firmware = firmware ?? state.Firmware };
            FlushInTime();
        }
    }

    /// <inheritdoc />
    public void NoteUpload(
        string serial, IReadOnlyList<Punch> uploaded, string? stamp, DateTimeOffset receivedAt)
    {
        lock (gate)
        {
            if (!gauges.TryGetValue(serial, out var gauge))
            {
                gauges[serial] = gauge = new DriftGauge();
            }

            foreach (var punch in uploaded)
            {
                punches.Add((serial, punch.At.UtcTicks, punch.Pin));
                gauge.Add(punch.At - receivedAt);
            }

            var state = StateOf(serial);
            seen[serial] = state with { Drift = gauge.Reading ?? state.Drift, Stamp = stamp ?? state.Stamp };
            FlushInTime();
        }
    }

    /// <inheritdoc />
    public int CountPunches(string serial, DateTimeOffset from, DateTimeOffset to)
    {
        lock (gate)
        {
            Flush();
            using var count = database.Prepare(
                "SELECT count(*) FROM punch WHERE serial = ?1 AND at BETWEEN ?2 AND ?3");
            return count.Bind(1, serial).Bind(2, from.UtcTicks).Bind(3, to.UtcTicks).Step() ? (int)count.Int64(0) : 0;
        }
    }

    private DeviceState ReadState(string serial)
    {
        using var select = database.Prepare(
            "SELECT seen, drift, backlog, stamp, firmware FROM device WHERE serial = ?1");
        return select.Bind(1, serial).Step() ? StateOf(select, 0) : new(null, null, null, null, null);
    }

    private static DeviceState StateOf(SqliteStatement row, int first) => new(
        row.Int64OrNull(first) is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null,
        row.Int64OrNull(first + 1) is { } drift ? TimeSpan.FromTicks(drift) : null,
        (int?)row.Int64OrNull(first + 2), row.TextOrNull(first + 3), row.TextOrNull(first + 4));

    private void FlushInTime()
    {
        if (time.GetElapsedTime(flushedAt) >= FlushEvery)
        {
            Flush();
        }
    }

    private void Flush()
    {
        flushedAt = time.GetTimestamp();
        if (seen.Count + punches.Count + strangers.Count == 0)
        {
            return;
        }

        database.InTransaction(() =>
        {
            using var update = database.Prepare(
                "UPDATE device SET seen = ?2, drift = ?3, stamp = ?4, firmware = ?5 WHERE serial = ?1");
            foreach (var (serial, state) in seen)
            {
                update.Bind(1, serial).Bind(2, state.SeenAt?.UtcTicks).Bind(3, state.Drift?.Ticks)
                    .Bind(4, state.Stamp).Bind(5, state.Firmware).Run();
            }

            using var insert = database.Prepare("INSERT OR IGNORE INTO punch VALUES(?1, ?2, ?3)");
            foreach (var (serial, at, pin) in punches)
            {
                insert.Bind(1, serial).Bind(2, at).Bind(3, pin).Run();
            }

            using var prune = database.Prepare("DELETE FROM punch WHERE serial = ?1 AND at < ?2");
            foreach (var serial in seen.Keys)
            {
                prune.Bind(1, serial).Bind(2, (time.GetUtcNow() - CountedFor).UtcTicks).Run();
            }
            FlushStrangers();
        });
        seen.Clear();
        punches.Clear();
        strangers.Clear();
    }

    private void FlushStrangers()
    {
        using var upsert = database.Prepare(
            "INSERT INTO stranger VALUES(?1, ?2, ?3, ?4) "
            + "ON CONFLICT(serial) DO UPDATE SET address = ?2, times = times + ?3, last = ?4");
        foreach (var one in strangers.Values)
        {
            upsert.Bind(1, one.Serial).Bind(2, one.Address).Bind(3, one.Times).Bind(4, one.LastAt.UtcTicks).Run();
        }

        using var trim = database.Prepare(
            "DELETE FROM stranger WHERE serial IN (SELECT serial FROM stranger ORDER BY last DESC LIMIT -1 OFFSET ?1)");
        trim.Bind(1, (long)StrangersMax).Run();
    }
}
