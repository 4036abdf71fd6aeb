namespace Supervision.Tests.Devices;

/// <summary>Somebody stands before a terminal.</summary>
/// <param name="Staff">Who.</param>
/// <param name="At">The true time.</param>
/// <param name="Status">As terminals write it: 0 in, 1 out, 2 out for a break, 3 back, 4 and 5 overtime.</param>
internal sealed record TruePunch(string Staff, DateTime At, int Status);

/// <summary>What a source says about leave, in the order it is said.</summary>
internal sealed record SaidLeave(string Staff, DateTime From, DateTime To, bool Approved);

/// <summary>
/// What 300 people do from Monday 2018-09-24 (a holiday) to Sunday 09-30; Saturday and Sunday are worked to make up for
/// the National Day. Drawn from one seed.
/// </summary>
internal sealed class PlannedWeek
{
    public const int StaffCount = 300;

    public static readonly DateTime Monday = new(2018, 9, 24, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>When S201 goes to lunch on Thursday, to the second.</summary>
    public static readonly DateTime PromptAt = Day(3, "12:00:05");

    private readonly Random random = new(20180924);
    private readonly List<TruePunch> punches = [];

    public PlannedWeek()
    {
        foreach (var staff in Staff)
        {
            if (Number(staff) % 30 == 0)
            {
                Punches(staff, Monday, "09:10 in", "11:00 out"); // comes on the holiday
            }

            foreach (var day in WorkedDays)
            {
                Live(staff, day, random.Next(100));
            }
        }
    }

    public static IReadOnlyList<string> Staff { get; } =
        [.. Enumerable.Range(1, StaffCount).Select(number => $"S{number:000}")];

    public static IReadOnlyList<DateTime> WorkedDays { get; } =
        [.. Enumerable.Range(1, 6).Select(day => Monday.AddDays(day))];

    public IReadOnlyList<TruePunch> All => punches;

    /// <summary>Whole days, half days, hours; overlapping; taken back in part.</summary>
    public static IReadOnlyList<SaidLeave> Leaves { get; } =
    [
        new("S011", Day(2, "00:00"), Day(4, "00:00"), true),
        new("S061", Day(3, "00:00"), Day(3, "12:00"), true),
        new("S112", Day(3, "09:00"), Day(3, "10:30"), true),
        new("S113", Day(4, "16:00"), Day(4, "17:00"), true),
        new("S164", Day(2, "13:30"), Day(4, "12:00"), true),
        new("S164", Day(3, "09:00"), Day(5, "17:00"), true),
        new("S215", Day(2, "00:00"), Day(7, "00:00"), true),
        new("S215", Day(4, "00:00"), Day(5, "00:00"), false),
        new("S266", Day(5, "09:00"), Day(6, "17:00"), true),
    ];

    /// <summary>The terminal of a member of staff, from 1; fifty share one.</summary>
    public static int TerminalOf(string staff) => (Number(staff) - 1) / 50 + 1;

    public static DateTime Day(int day, string time) => Monday.AddDays(day) + TimeSpan.Parse(
        time, System.Globalization.CultureInfo.InvariantCulture);

    private static int Number(string staff) => int.Parse(
        staff.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    private void Live(string staff, DateTime day, int lot)
    {
        var isFirst = day == WorkedDays[0];
        var evening = Between("17:00:00", "17:40:00") + (lot % 5 == 0 ? " overtimeOut" : " out");
        var noon = Between("12:00:00", "12:20:00") + " out";
        if (staff == "S201" && day == PromptAt.Date)
        {
            (lot, noon) = (99, "12:00:05 out");
        }

        var back = Between("13:00:00", "13:30:00") + " in";
        var morning = (lot % 10 == 0 ? "09:00:00" : Between("08:30:00", "08:59:59")) + " in";
        switch (lot)
        {
            case < 8: Punches(staff, day, Between("09:00:01", "09:30:00") + " in", noon, back, evening); break;
            case < 12: Punches(staff, day, Between("09:30:01", "11:00:00") + " in", noon, back, evening); break;
            case < 16: Punches(staff, day, morning, noon, back, Between("15:00:00", "16:59:59") + " out"); break;
            case < 18: Punches(staff, day, morning, Between("10:00:00", "11:59:59") + " out", back, evening); break;
            case < 21: Punches(staff, day, morning, noon); break;
            case < 23 when !isFirst: break; // nobody saw them
            case < 26: Punches(staff, day, morning, evening); break; // over lunch
            case < 29: Punches(staff, day, morning, "10:00 breakOut", "10:20 breakIn", noon, back, evening); break;
            case < 31: Punches(staff, day, morning, noon, back); break; // forgot to punch out
            case < 33: Punches(staff, day, "09:20 in", noon, "13:31 in", "16:30 out"); break;
            default: Punches(staff, day, morning, noon, back, evening); break;
        }
    }

    private string Between(string from, string to)
    {
        var first = TimeSpan.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
        var last = TimeSpan.Parse(to, System.Globalization.CultureInfo.InvariantCulture);
        return (first + TimeSpan.FromSeconds(random.Next((int)(last - first).TotalSeconds + 1))).ToString("c");
    }

    private void Punches(string staff, DateTime day, params string[] spelled)
    {
        foreach (var one in spelled)
        {
            var parts = one.Split(' ');
            var status = Array.IndexOf(["in", "out", "breakOut", "breakIn", "overtimeIn", "overtimeOut"], parts[1]);
            punches.Add(new(
                staff, day + TimeSpan.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), status));
        }
    }
}
