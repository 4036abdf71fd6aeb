namespace Supervision.Tests.Devices;

/// <summary>
/// Attendance worked out the slow way: every second of a day is asked whether somebody is there and whether they are on
/// leave. Knows nothing of the product; hours are 09:00–12:00 and 13:30–17:00, absent is after 30 minutes.
/// </summary>
internal static class PlainSheet
{
    private const int DaySeconds = 86_400;
    private const int AbsentAfter = 30 * 60;

    private static readonly (int From, int To)[] Halves = [(9 * 3600, 12 * 3600), (13 * 3600 + 1800, 17 * 3600)];

    /// <summary>How each half day of somebody went, once it is over.</summary>
    /// <param name="punches">Their punches of the day, by the time that was written down.</param>
    /// <param name="leaves">What was said about their leave.</param>
    public static string[] Read(DateTime day, IEnumerable<TruePunch> punches, IEnumerable<SaidLeave> leaves)
    {
        var there = new bool[DaySeconds];
        foreach (var punch in punches.OrderBy(punch => punch.At))
        {
            there.AsSpan((int)(punch.At - day).TotalSeconds..).Fill(punch.Status is 0 or 3 or 4);
        }

        var away = new bool[DaySeconds];
        foreach (var leave in leaves)
        {
            var from = Math.Clamp((leave.From - day).TotalSeconds, 0, DaySeconds);
            var to = Math.Clamp((leave.To - day).TotalSeconds, 0, DaySeconds);
            away.AsSpan((int)from..(int)to).Fill(leave.Approved);
        }

        return [.. Halves.Select(half => StatusOf(half.From, half.To, there, away))];
    }

    /// <summary>What is found about a half day.</summary>
    public static string[] FindingsOf(string status) => status switch
    {
        "late" or "early" or "absent" => ["attendance." + status],
        "lateAndEarly" => ["attendance.late", "attendance.early"],
        _ => [],
    };

    private static string StatusOf(int from, int to, bool[] there, bool[] away)
    {
        var first = Enumerable.Range(from, to - from).FirstOrDefault(second => !away[second], -1);
        if (first < 0)
        {
            return "leave";
        }

        var last = Enumerable.Range(from, to - from).Last(second => !away[second]);
        var came = Enumerable.Range(first, last - first + 1).FirstOrDefault(second => there[second], -1);
        if (came < 0 || came > first + AbsentAfter)
        {
            return "absent";
        }

        return (IsLate: came > first, HasLeft: !there[last]) switch
        {
            (true, true) => "lateAndEarly",
            (true, false) => "late",
            (false, true) => "early",
            _ => "present",
        };
    }
}
