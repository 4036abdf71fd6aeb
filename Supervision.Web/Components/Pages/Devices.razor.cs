using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Devices;
using Supervision.Core.Ports;
using Supervision.Core.Rules;
using Supervision.Ingest.Devices;
using Supervision.Silo.Auditing;
using Supervision.Silo.Devices;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Pages;

/// <summary>
/// Attendance terminals: which may speak, how they are doing, and punches that wait for somebody to say whose they are.
/// </summary>
public partial class Devices
{
    /// <summary>A terminal asks every few seconds; silent for longer it is not well.</summary>
    private static readonly TimeSpan SilentAfter = TimeSpan.FromMinutes(10);

    /// <summary>A clock that is off by more than this makes somebody late who was not.</summary>
    private static readonly TimeSpan DriftMax = TimeSpan.FromMinutes(1);

    private const int TextMax = 64;

    [Inject] private DeviceStore Store { get; set; } = null!;

    [Inject] private PunchDoor Punches { get; set; } = null!;

    [Inject] private AuditLog Audit { get; set; } = null!;

    [Inject] private IRuleShelf Rules { get; set; } = null!;

    [Inject] private INames Names { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private IReadOnlyList<(Device Device, DeviceState State)> All => Store.List();

    private IReadOnlyList<IGrouping<(string Serial, string Pin), KeptPunch>> Kept =>
        [.. Store.Kept().GroupBy(kept => (kept.Serial, kept.Punch.Pin))];

    private IReadOnlyList<Stranger> Strangers => Store.Strangers();

    private IEnumerable<Hall> Halls =>
        Rules.Current.Organisation.Halls.Values.OrderBy(hall => hall.Id, StringComparer.Ordinal);

    private IEnumerable<StaffMember> Staff =>
        Rules.Current.Organisation.Staff.Values.OrderBy(one => one.Id, StringComparer.Ordinal);

    private bool IsAlive(DeviceState state) => state.SeenAt is { } seen && Clock.GetUtcNow() - seen < SilentAfter;

    private static string DriftOf(DeviceState state) => state.Drift is not { } drift ? "—"
        : drift > DriftMax ? Words.Of("devices.ahead", Written(drift))
        : drift < -DriftMax ? Words.Of("devices.behind", Written(-drift))
        : Words.Of("devices.right");

    private static string Written(TimeSpan span) => span.TotalDays >= 1
        ? Words.Of("devices.days", Math.Round(span.TotalDays, 1).ToString(CultureInfo.CurrentCulture))
        : span.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    private IEnumerable<DeviceOperation> Tampering(Device device) => Store.OperationsOf(device.Serial)
        .Where(operation => operation.Code is DeviceOperation.ClearedData or DeviceOperation.SetTime).Take(3);

    private void Put()
    {
        var (serial, name, key) = (Sent("serial").Trim(), Sent("name").Trim(), Sent("key").Trim());
        if (serial.Length is 0 or > TextMax || serial.Any(sign => !char.IsAsciiLetterOrDigit(sign) && sign != '-'))
        {
            Faults = [Words.Of("devices.badSerial")];
        }
        else if (name.Length is 0 or > TextMax)
        {
            Faults = [Words.Of("devices.badName")];
        }
        else if (Spelling.Parse<DeviceBrand>(Sent("brand")) is not { } brand
            || !Rules.Current.Organisation.Halls.ContainsKey(Sent("hall"))
            || Sent("direction") is not ("" or "in" or "out"))
        {
            Faults = [Words.Of("devices.badChoice")];
        }
        else if (brand == DeviceBrand.Hikvision && key.Length == 0)
        {
            Faults = [Words.Of("devices.needsKey")];
        }
        else
        {
            var direction = Sent("direction") is { Length: > 0 } way ? way : null;
            Store.Put(new Device(serial, brand, name, Sent("hall"), direction), key.Length > 0 ? key : null);
            Audit.Write(Context, AuditKind.DevicePut, serial, $"{Spelling.Of(brand)} {Sent("hall")}");
            Done = brand == DeviceBrand.Hikvision
                ? Words.Of("devices.putHikvision", $"/devices/hikvision?sn={serial}&key=…")
                : Words.Of("devices.putDone", serial);
        }
    }

    private void Withdraw()
    {
        var serial = Sent("serial");
        if (Store.Withdraw(serial))
        {
            Audit.Write(Context, AuditKind.DeviceWithdrawn, serial);
            Done = Words.Of("devices.withdrawn", serial);
        }
        else
        {
            Faults = [Words.Of("devices.unknown")];
        }
    }

    private async Task AssignAsync()
    {
        var (serial, pin, staff) = (Sent("serial"), Sent("pin"), Sent("staff").Trim());
        var device = All.Select(one => one.Device).FirstOrDefault(one => one.Serial == serial);
        if (device is null)
        {
            Faults = [Words.Of("devices.unknown")];
        }
        else if (!Rules.Current.Organisation.Staff.ContainsKey(staff))
        {
            Faults = [Words.Of("accounts.noStaff", staff)];
        }
        else
        {
            Store.Assign(serial, pin, staff);
            var counted = await Punches.CountKeptAsync(device, pin, Context.RequestAborted);
            Audit.Write(Context, AuditKind.PinAssigned, $"{serial} {pin}", staff);
            Done = Words.Of("devices.counted", counted, Names.Staff(staff));
        }
    }
}
