using Supervision.Core.Devices;

namespace Supervision.Core.Ports;

/// <summary>
/// Which terminals may speak, whose PIN is whose, and what each terminal still owes. Safe for concurrent use; what a
/// method took is durable when it returns unless it says otherwise.
/// </summary>
public interface IDevices
{
    /// <summary>
    /// Lets a terminal in, or counts it as a stranger. A terminal with a key must have shown it once from the address
    /// it speaks from: most requests of its protocol carry none.
    /// </summary>
    /// <param name="serial">Serial number it gave.</param>
    /// <param name="key">Key it showed in this request, in clear text; null when it showed none.</param>
    /// <param name="address">Where it speaks from.</param>
    /// <returns>The terminal, or null when it may not speak.</returns>
    Device? Admit(string serial, string? key, string address);

    /// <summary>How a terminal is doing.</summary>
    DeviceState StateOf(string serial);

    /// <summary>Notes a request. Written in time, not at once: lost, it is as if it had not been seen.</summary>
    void NoteSeen(string serial, DateTimeOffset at, string? firmware = null);

    /// <summary>
    /// Notes what an upload held, for counting and for the clock's drift. Written in time, not at once: what is lost
    /// the next reconciliation asks for again.
    /// </summary>
    void NoteUpload(string serial, IReadOnlyList<Punch> punches, string? stamp, DateTimeOffset receivedAt);

    /// <summary>Notes what was done to a terminal, once each.</summary>
    void NoteOperations(string serial, IReadOnlyList<DeviceOperation> operations);

    /// <summary>Notes the name a terminal holds for a PIN.</summary>
    void NotePerson(string serial, string pin, string name);

    /// <summary>The staff member a PIN was given to, on this terminal or on all; null for nobody.</summary>
    string? StaffOf(string serial, string pin);

    /// <summary>Keeps punches that cannot be counted yet; one that is kept already changes nothing.</summary>
    void Keep(IReadOnlyList<KeptPunch> punches);

    /// <summary>What is kept under a PIN of a terminal, oldest first.</summary>
    IReadOnlyList<KeptPunch> KeptOf(string serial, string pin);

    /// <summary>Forgets kept punches that have been counted or put aside.</summary>
    void Release(IReadOnlyList<KeptPunch> punches);

    /// <summary>Different (PIN, instant) pairs that came from a terminal within a span, ends included.</summary>
    int CountPunches(string serial, DateTimeOffset from, DateTimeOffset to);

    /// <summary>Notes how many records a terminal holds that have not come.</summary>
    void NoteBacklog(string serial, int records);

    /// <summary>Queues an order for a terminal, unless the same is waiting.</summary>
    void Order(string serial, string text);

    /// <summary>Orders a terminal has not answered yet, oldest first; told again after a while.</summary>
    IReadOnlyList<DeviceCommand> OrdersFor(string serial, DateTimeOffset now);

    /// <summary>Notes that a terminal carried out an order.</summary>
    /// <returns>The order, or null when there is none of that number.</returns>
    DeviceCommand? Answered(string serial, long id, int result);
}
