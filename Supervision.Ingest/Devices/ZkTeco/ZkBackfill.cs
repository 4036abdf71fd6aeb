using System.Globalization;
using Supervision.Core.Devices;
using Supervision.Core.Ports;

namespace Supervision.Ingest.Devices.ZkTeco;

/// <summary>
/// Sees to it that nothing stays on a terminal: after a gap it is asked for the gap, and every day for the number of
/// records it holds of the last days; where numbers differ it is asked again, until they agree or it gives no more.
/// </summary>
internal sealed class ZkBackfill(IDevices devices, TimeProvider time)
{
    private const string Query = "DATA QUERY ATTLOG ";
    private const string Sum = "VERIFY SUM ATTLOG ";

    /// <summary>Silence for longer than this is a gap; a terminal asks every few seconds.</summary>
    private static readonly TimeSpan GapMin = TimeSpan.FromMinutes(10);

    /// <summary>How far before a gap records are asked for: a clock may have been behind.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    /// <summary>Days whose numbers are compared.</summary>
    private static readonly TimeSpan Compared = TimeSpan.FromDays(31);

    /// <summary>Looks at when the terminal was last heard, before this request is noted.</summary>
    public void Check(Device device, TimeZoneInfo zone)
    {
        var now = time.GetUtcNow();
        if (devices.StateOf(device.Serial).SeenAt is not { } seen)
        {
            return; // it uploads everything by itself after its first registration
        }

        if (now - seen > GapMin)
        {
            Ask(device, seen - Before, now, zone);
        }
        else if (DayOf(seen, zone) != DayOf(now, zone))
        {
            var today = new DateTimeOffset(DayOf(now, zone), zone.GetUtcOffset(DayOf(now, zone)));
            devices.Order(device.Serial, Sum + Span(today - Compared, today - TimeSpan.FromSeconds(1), zone));
        }
    }

    /// <summary>Takes the answer to an order.</summary>
    /// <param name="device">The terminal.</param>
    /// <param name="answer">Its pairs: ID, Return, CMD and what the order asked for.</param>
    /// <param name="zone">Zone of its wall time.</param>
    public void Answered(Device device, Dictionary<string, string> answer, TimeZoneInfo zone)
    {
        if (!long.TryParse(answer.GetValueOrDefault("ID"), CultureInfo.InvariantCulture, out var id))
        {
            return;
        }

        _ = int.TryParse(answer.GetValueOrDefault("Return"), CultureInfo.InvariantCulture, out var result);
        if (devices.Answered(device.Serial, id, result) is { } command
            && command.Text.StartsWith(Sum, StringComparison.Ordinal) && CountOf(answer) is { } held)
        {
            Compare(device, command.Text[Sum.Length..], held, zone);
        }
    }

    private void Compare(Device device, string span, int held, TimeZoneInfo zone)
    {
        var ends = ZkPairs.Read(span, '\t');
        if (!WallTime.TryRead(ends["StartTime"], zone, null, out var from)
            || !WallTime.TryRead(ends["EndTime"], zone, null, out var to))
        {
            return;
        }

        var before = devices.StateOf(device.Serial).Backlog;
        var missing = Math.Max(0, held - devices.CountPunches(device.Serial, from, to));
        devices.NoteBacklog(device.Serial, missing);
        if (missing > 0 && missing != before)
        {
            Ask(device, from, to, zone); // asking again only makes sense while each time brings something
        }
    }

    private void Ask(Device device, DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        devices.Order(device.Serial, Query + Span(from, to, zone));
        devices.Order(device.Serial, Sum + Span(from, to, zone));
    }

    private static int? CountOf(Dictionary<string, string> answer) =>
        int.TryParse(
            answer.GetValueOrDefault("AttlogSum") ?? answer.GetValueOrDefault("AttlogCount"),
            CultureInfo.InvariantCulture, out var count)
            ? count
            : null;

    private static string Span(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) =>
        $"StartTime={WallTime.Write(from, zone)}\tEndTime={WallTime.Write(to, zone)}";

    private static DateTime DayOf(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).Date;
}
