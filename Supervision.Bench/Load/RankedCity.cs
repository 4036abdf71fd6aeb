using System.Globalization;
using System.Text.Json;
using Supervision.Core.Facts;
using Supervision.Core.Scores;

namespace Supervision.Bench.Load;

/// <summary>
/// A province of windows for rankings alone: each takes so many cases every month, in turn immediate and promised, and
/// is late with its own share of them. Always the same; all figures are counts.
/// </summary>
internal sealed record RankedCity(int Windows, int CasesPerMonth)
{
    private const int WindowsPerHall = 50;
    private const int Departments = 40;

    /// <summary>Of the promised limit of 7 working days: finished after so many days it is never late.</summary>
    private const int DaysInTime = 6;

    /// <summary>Finished after so many days it is late in every month.</summary>
    private const int DaysTooLate = 16;

    /// <summary>Days of a month on which cases are accepted: late ones are finished in the same month, too.</summary>
    private const int AcceptingDays = 11;

    public static string WindowOf(int index) => string.Create(CultureInfo.InvariantCulture, $"W{index:00000}");

    /// <summary>
    /// Halls, windows, people and two items as a rule book. Windows open by an agreed time of which none is set, so
    /// that nobody asks who is there, and cards open no orders: neither is what is measured.
    /// </summary>
    public string RulesText() => JsonSerializer.Serialize(new
    {
        organisation = new
        {
            name = "Bench",
            halls = Enumerable.Range(0, (Windows - 1) / WindowsPerHall + 1)
                .Select(hall => new { id = $"H{hall}", name = $"第{hall}分厅", kind = "branch" }),
            departments = Enumerable.Range(0, Departments)
                .Select(department => new { id = $"D{department}", name = $"第{department}局" }),
            windows = Enumerable.Range(0, Windows).Select(window => new
            {
                id = WindowOf(window),
                name = $"第{window}号窗口",
                hall = HallOf(window),
                department = DepartmentOf(window),
                kind = "timed",
                staff = new[] { StaffOf(window) },
            }),
            staff = Enumerable.Range(0, Windows).Select(window => new
            {
                id = StaffOf(window),
                name = StaffOf(window),
                hall = HallOf(window),
                department = DepartmentOf(window),
            }),
        },
        orders = new { cardLevels = new[] { "red" } },
        items = new object[]
        {
            new
            {
                id = "NOW",
                name = "即办事项",
                caseType = "immediate",
                department = "D0",
                immediate = new { amount = 30, unit = "minute" },
            },
            new
            {
                id = "LATER",
                name = "承诺事项",
                department = "D0",
                promised = new { amount = 7, unit = "workingDay" },
                statutory = new { amount = 20, unit = "workingDay" },
            },
        },
    });

    /// <summary>Everything that happens in a month, by event time.</summary>
    public IEnumerable<Fact> Of(Period month) => Enumerable.Range(0, Windows)
        .SelectMany(window => Enumerable.Range(0, CasesPerMonth).SelectMany(turn => LifeOf(month, window, turn)))
        .OrderBy(fact => fact.OccurredAt).ThenBy(fact => fact.Id, StringComparer.Ordinal);

    /// <summary>A case from acceptance to finish. The turn numbers the cases of a window in a month.</summary>
    public IEnumerable<Fact> LifeOf(Period month, int window, int turn)
    {
        var no = string.Create(CultureInfo.InvariantCulture, $"{month}-{window:00000}-{turn:0000}");
        var isLate = (window * 31 + turn * 17 + month.Number * 7) % 100 < window * 37 % 23; // 0 to 22 % of a window's
        var isImmediate = turn % 2 == 0;
        var acceptedAt = new DateTimeOffset(month.First.ToDateTime(new(9, 0)), TimeSpan.FromHours(8))
            .AddDays(turn % CasesPerMonth * AcceptingDays / CasesPerMonth).AddSeconds(window + turn % 7 * 60);
        var finishedAt = isImmediate
            ? acceptedAt.AddMinutes(isLate ? 60 : 5 + window % 20)
            : acceptedAt.AddDays(isLate ? DaysTooLate : 1 + (window + turn) % DaysInTime);
        yield return new(SourceOf(window), $"{no}-0", no, acceptedAt, new CaseAccepted
        {
            Item = isImmediate ? "NOW" : "LATER",
            Hall = HallOf(window),
            Window = WindowOf(window),
            Department = DepartmentOf(window),
            Handler = StaffOf(window),
            Channel = window % 3 == 0 ? "online" : "window",
        });
        yield return new(SourceOf(window), $"{no}-1", no, finishedAt, new CaseFinished
        {
            Outcome = "granted",
            Handler = StaffOf(window),
        });
    }

    private static string StaffOf(int window) => string.Create(CultureInfo.InvariantCulture, $"U{window:00000}");

    private static string HallOf(int window) => $"H{window / WindowsPerHall}";

    private static string DepartmentOf(int window) => $"D{window % Departments}";

    private static string SourceOf(int window) => $"/halls/{HallOf(window)}";
}
