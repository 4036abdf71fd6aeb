using System.Text.Json.Serialization;

namespace Supervision.Core.Devices;

/// <summary>Which protocol a terminal speaks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeviceBrand>))]
public enum DeviceBrand
{
    /// <summary>ZKTeco PUSH over <c>/iclock</c>.</summary>
    [JsonStringEnumMemberName("zkteco")] ZkTeco,

    /// <summary>Hikvision event push to <c>/devices/hikvision</c>.</summary>
    [JsonStringEnumMemberName("hikvision")] Hikvision,
}

/// <summary>An attendance terminal that may speak to the system.</summary>
/// <param name="Serial">Serial number, as the terminal shows it.</param>
/// <param name="Brand">Its protocol.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Hall">Where it hangs.</param>
/// <param name="Direction"><c>in</c> or <c>out</c> when it counts one way only; null when each punch says so.</param>
public sealed record Device(string Serial, DeviceBrand Brand, string Name, string? Hall, string? Direction)
{
    /// <summary>The source that facts of the terminal name.</summary>
    public string Source => SourceOf(Serial);

    /// <summary>The source that facts of a terminal name.</summary>
    public static string SourceOf(string serial) => "/devices/" + serial;
}

/// <summary>One recognition at a terminal. (terminal, PIN, instant) is its identity.</summary>
/// <param name="Pin">The person's number on the terminal.</param>
/// <param name="At">When, with the offset of the terminal's wall time.</param>
/// <param name="Direction"><c>in</c>, <c>out</c>, <c>breakOut</c> or <c>breakIn</c>.</param>
/// <param name="Verify">How the person was recognised; null when the terminal did not say.</param>
public sealed record Punch(string Pin, DateTimeOffset At, string Direction, string? Verify);

/// <summary>A punch that cannot be counted yet. It is kept until somebody says whose it is, or puts it aside.</summary>
/// <param name="Serial">The terminal.</param>
/// <param name="Punch">The punch.</param>
/// <param name="Why"><c>pin</c> for an unknown PIN; otherwise the fault in words.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="PersonName">Name the terminal holds for the PIN; null when it told none.</param>
public sealed record KeptPunch(
    string Serial, Punch Punch, string Why, DateTimeOffset ReceivedAt, string? PersonName = null);

/// <summary>Something done to a terminal by its operator.</summary>
/// <param name="Code">Operation code of the protocol.</param>
/// <param name="Operator">PIN of who did it; empty for nobody in particular.</param>
/// <param name="At">When, by the terminal's own clock.</param>
public sealed record DeviceOperation(int Code, string Operator, DateTimeOffset At)
{
    /// <summary>Attendance records were erased.</summary>
    public const int ClearedData = 13;

    /// <summary>The clock was set.</summary>
    public const int SetTime = 21;
}

/// <summary>How a terminal is doing.</summary>
/// <param name="SeenAt">Its last request; null before the first.</param>
/// <param name="Drift">How far its clock is ahead, negative behind; null before it is known.</param>
/// <param name="Backlog">Records it holds that have not come, by the last reconciliation; null before one.</param>
/// <param name="Stamp">Its own mark of how far it has uploaded.</param>
/// <param name="Firmware">What it says of itself.</param>
public sealed record DeviceState(
    DateTimeOffset? SeenAt, TimeSpan? Drift, int? Backlog, string? Stamp, string? Firmware);

/// <summary>A terminal that is on no list and knocked.</summary>
/// <param name="Serial">Serial number it gave.</param>
/// <param name="Address">Where from.</param>
/// <param name="Times">How often it was turned away.</param>
/// <param name="LastAt">The last time.</param>
public sealed record Stranger(string Serial, string Address, long Times, DateTimeOffset LastAt);

/// <summary>An order to a terminal, fetched by it when it next asks.</summary>
/// <param name="Id">Number; the terminal answers under it.</param>
/// <param name="Text">The order in the protocol's own words.</param>
public sealed record DeviceCommand(long Id, string Text);
