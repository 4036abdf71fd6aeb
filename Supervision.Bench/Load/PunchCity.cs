using System.Globalization;
using System.Text.Json;
using Supervision.Core.Devices;
using Supervision.Silo.Devices;
using Supervision.Silo.Hosting;

namespace Supervision.Bench.Load;

/// <summary>
/// A city of windows and people for punches alone: each window has one holder, everybody else holds none, and each
/// punches at a terminal that many share. All figures are counts.
/// </summary>
internal sealed record PunchCity(int Windows, int Staff, int Terminals)
{
    private const int WindowsPerHall = 250;

    public static string WindowOf(int index) => string.Create(CultureInfo.InvariantCulture, $"W{index:00000}");

    public static string StaffOf(int index) => string.Create(CultureInfo.InvariantCulture, $"U{index:00000}");

    public string TerminalOf(int staff) => Serial(staff % Terminals);

    /// <summary>Halls, windows and people as a rule book.</summary>
    public string RulesText() => JsonSerializer.Serialize(new
    {
        organisation = new
        {
            name = "Bench",
            halls = Enumerable.Range(0, HallOf(Windows - 1) + 1)
                .Select(hall => new { id = $"H{hall}", name = $"H{hall}", kind = "hall" }),
            windows = Enumerable.Range(0, Windows).Select(window => new
            {
                id = WindowOf(window),
                name = WindowOf(window),
                hall = $"H{HallOf(window)}",
                kind = "comprehensive",
                staff = new[] { StaffOf(window) },
            }),
            staff = Enumerable.Range(0, Staff).Select(staff => new
            {
                id = StaffOf(staff),
                name = StaffOf(staff),
                hall = $"H{HallOf(staff % Windows)}",
            }),
        },
        items = new[] { new { id = "I", name = "I", promised = new { amount = 7, unit = "workingDay" } } },
    });

    /// <summary>Lists the terminals in a data directory nothing runs on yet.</summary>
    public void ListTerminals(string directory)
    {
        using var store = new DeviceStore(new DataFolder(directory).Devices, TimeProvider.System);
        for (var i = 0; i < Terminals; i++)
        {
            store.Put(new Device(Serial(i), DeviceBrand.ZkTeco, Serial(i), null, null), null);
        }
    }

    private static int HallOf(int window) => window / WindowsPerHall;

    private static string Serial(int index) => string.Create(CultureInfo.InvariantCulture, $"SN{index:0000}");
}
