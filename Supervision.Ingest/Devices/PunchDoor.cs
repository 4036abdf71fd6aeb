using Supervision.Core.Devices;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Ingest.Feeds;

namespace Supervision.Ingest.Devices;

/// <summary>
/// Turns what terminals of any brand tell into facts. Nothing is lost: what cannot be counted is kept, with the reason,
/// before the terminal is told that it arrived. Safe for concurrent use.
/// </summary>
public sealed class PunchDoor(
    IDevices devices, IEngine engine, IRuleShelf rules, FactCheck check, TimeProvider time)
{
    /// <summary>A terminal counts as alive this long; only then its next request becomes a heartbeat.</summary>
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How late a punch may be told: as far back as terminals are asked. One whose battery died writes the year 2000;
    /// counted, that would put everybody's attendance under supervision from then on.
    /// </summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromDays(32);

    /// <summary>Takes an upload and returns once all of it is durable.</summary>
    /// <param name="device">The terminal.</param>
    /// <param name="punches">What it told, in any order, as often as it likes.</param>
    /// <param name="stamp">Its own mark of how far it has uploaded; null when it has none.</param>
    /// <exception cref="JournalUnavailableException">Not all is durable; sending it again is safe.</exception>
    public async Task TakeAsync(
        Device device, IReadOnlyList<Punch> punches, string? stamp, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<Fact> facts = new(punches.Count);
        List<KeptPunch> kept = [];
        foreach (var punch in punches)
        {
            var staff = StaffOf(device.Serial, punch.Pin);
            var fact = staff is null ? null : FactOf(device, punch, staff);
            var why = fact is null ? "pin" : Fault(fact);
            if (why is null)
            {
                facts.Add(fact!);
            }
            else
            {
                kept.Add(new KeptPunch(device.Serial, punch, why, now));
            }
        }

        if (kept.Count > 0)
        {
            devices.Keep(kept);
        }

        await SubmitAsync(facts, cancellationToken);
        devices.NoteUpload(device.Serial, punches, stamp, now);
    }

    /// <summary>Counts the punches that were kept under a PIN, after somebody said whose it is.</summary>
    /// <returns>How many were counted; what still has a fault stays kept.</returns>
    /// <exception cref="JournalUnavailableException">Not all is durable; doing it again is safe.</exception>
    public async Task<int> CountKeptAsync(Device device, string pin, CancellationToken cancellationToken)
    {
        var staff = StaffOf(device.Serial, pin);
        if (staff is null)
        {
            return 0;
        }

        List<Fact> facts = [];
        List<KeptPunch> counted = [];
        foreach (var kept in devices.KeptOf(device.Serial, pin))
        {
            var fact = FactOf(device, kept.Punch, staff);
            if (Fault(fact) is null)
            {
                facts.Add(fact);
                counted.Add(kept);
            }
        }

        await SubmitAsync(facts, cancellationToken);
        devices.Release(counted);
        return counted.Count;
    }

    /// <summary>Takes what was done to a terminal and returns once it is durable.</summary>
    /// <exception cref="JournalUnavailableException">Not all is durable; sending it again is safe.</exception>
    public async Task TakeAsync(
        Device device, IReadOnlyList<DeviceOperation> operations, CancellationToken cancellationToken)
    {
        devices.NoteOperations(device.Serial, operations);
        List<Fact> facts =
        [
            .. operations.Select(operation => new Fact(
                device.Source, FormattableString.Invariant($"op-{operation.Code}@{operation.At:yyyyMMdd'T'HHmmss}"),
                device.Source, operation.At,
                new DeviceOperated
                {
                    Code = operation.Code,
                    Operator = operation.Operator.Length > 0 ? operation.Operator : null,
                    Hall = device.Hall,
                }))
                .Where(fact => check(fact) is null),
        ];
        await SubmitAsync(facts, cancellationToken);
    }

    /// <summary>Notes that a terminal spoke; from time to time that becomes a heartbeat of its source.</summary>
    public async Task HearAsync(Device device, string? firmware, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var last = devices.StateOf(device.Serial).SeenAt;
        devices.NoteSeen(device.Serial, now, firmware);
        if (last is null || SlotOf(last.Value) != SlotOf(now))
        {
            var beat = new Fact(device.Source, $"beat-{SlotOf(now)}", device.Source, now, new Heartbeat());
            await SubmitAsync([beat], cancellationToken);
        }
    }

    private string? Fault(Fact punch) => check(punch)
        ?? (engine.Now - punch.OccurredAt > LateMax
            ? FormattableString.Invariant(
                $"time: {punch.OccurredAt:yyyy-MM-ddTHH:mm:sszzz} is more than {LateMax.TotalDays:0} days behind now")
            : null);

    private static long SlotOf(DateTimeOffset at) => at.UtcTicks / HeartbeatEvery.Ticks;

    /// <summary>A PIN that was given to nobody is the staff number itself where there is such a number.</summary>
    private string? StaffOf(string serial, string pin) =>
        devices.StaffOf(serial, pin) ?? (rules.Current.Organisation.Staff.ContainsKey(pin) ? pin : null);

    private static Fact FactOf(Device device, Punch punch, string staff) => new(
        device.Source, FormattableString.Invariant($"{punch.Pin}@{punch.At:yyyyMMdd'T'HHmmss}"), staff, punch.At,
        new AttendancePunched
        {
            Direction = device.Direction ?? punch.Direction,
            Device = device.Serial,
            Verify = punch.Verify,
        });

    private async Task SubmitAsync(List<Fact> facts, CancellationToken cancellationToken)
    {
        foreach (var part in facts.Chunk(IEngine.FactsMax))
        {
            await engine.SubmitAsync(part, Patience.Wait, cancellationToken);
        }
    }
}
