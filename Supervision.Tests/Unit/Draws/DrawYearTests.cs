using System.Collections.Immutable;
using Supervision.Core.Draws;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Draws;

/// <summary>The yearly plan: which draws are due by when, which are done, which are missed.</summary>
public class DrawYearTests
{
    private static readonly DrawLine Windows = new("windows", "窗口", DrawKind.Windows, null, 4, 10, 2);

    [Fact]
    public void Year_SaysOfEveryPartWhereItStands()
    {
        var year = Look(
            "2026-08-15", Row(1, "2026-03-31"), Row(2, "2026-07-01"), Row(3, null),
            Row(2, null) with { Status = DrawStatus.Aborted });
        Assert.Equal(
            [DutyStatus.Done, DutyStatus.Late, DutyStatus.Running, DutyStatus.Ahead],
            year.Draws.Select(one => one.Status));
        Assert.Equal((new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30)), (year.Draws[1].First, year.Draws[1].Last));
        var line = Assert.Single(year.Lines);
        Assert.Equal((2, 2, 1), (line.Due, line.Carried, line.Aborted));
        Assert.Equal((200, 20m, 24), (line.Objects, line.Expected, line.Drawn));
    }

    [Theory]
    [InlineData("2026-06-30", DutyStatus.Open)]
    [InlineData("2026-07-01", DutyStatus.Missed)]
    [InlineData("2026-03-31", DutyStatus.Ahead)]
    public void PartWithoutADraw_IsMissedTheDayAfterItsLast(string today, DutyStatus status) =>
        Assert.Equal(status, Look(today).Draws[1].Status);

    [Fact]
    public void DrawBegunButNotDrawn_IsMissedOnceItsPartIsOver() =>
        Assert.Equal(DutyStatus.Missed, Look("2026-10-01", Row(3, null)).Draws[2].Status);

    [Fact]
    public void DrawsOfOtherYearsAndLines_CountForNothing()
    {
        var other = Row(1, "2026-02-01") with { For = new("others", 2026, 1) };
        var former = Row(1, "2026-02-01") with { For = new(Windows.Id, 2025, 1) };
        Assert.Equal(DutyStatus.Missed, Look("2026-04-01", other, former).Draws[0].Status);
    }

    [Theory]
    [InlineData("""{"id": "w", "name": "窗口", "kind": "windows", "timesPerYear": 5, "percent": 10}""", "divide")]
    [InlineData("""{"id": "w", "name": "窗口", "kind": "windows", "timesPerYear": 4, "percent": 0}""", "percent")]
    [InlineData(
        """{"id": "w", "name": "窗口", "kind": "windows", "timesPerYear": 4, "percent": 1, "grade": "A"}""", "grade")]
    [InlineData("""{"id": "w", "name": "窗口", "kind": "houses", "timesPerYear": 4, "percent": 1}""", "kind")]
    public void PlanAtFault_IsRefusedByTheRuleBook(string line, string about)
    {
        var (book, faults) = RuleBookReader.Check(With($"[{line}]"));
        Assert.Null(book);
        Assert.Contains(about, Assert.Single(faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_IsReadFromTheRuleBook()
    {
        const string line =
            """{"id": "a", "name": "A 级", "kind": "cases", "grade": "A", "timesPerYear": 12, "percent": 0.5}""";
        Assert.Equal(
            new DrawLine("a", "A 级", DrawKind.Cases, "A", 12, 0.5m, 2),
            Assert.Single(RuleBookReader.Read(With($"[{line}]")).Draws));
        Assert.Contains("repeats", Assert.Single(RuleBookReader.Check(With($"[{line}, {line}]")).Faults).ToString(),
            StringComparison.Ordinal);
    }

    private static string With(string draws) => TestRules.Json.Replace(
        "\"findings\":", $"\"draws\": {draws}, \"findings\":", StringComparison.Ordinal);

    private static DrawYear Look(string today, params ImmutableArray<DrawRow> rows) => DrawYear.Of(
        [Windows], rows, 2026, DateOnly.Parse(today, null), at => DateOnly.FromDateTime(at.DateTime));

    private static DrawRow Row(int part, string? drawn) => new()
    {
        No = $"SJ-2026-{part:0000}",
        Title = "抽查",
        PlannedBy = "孙监察",
        PlannedAt = ClockSamples.At("2026-01-02 09:00"),
        DrawnAt = drawn is null ? null : ClockSamples.At($"{drawn} 17:00"),
        Status = drawn is null ? DrawStatus.Committing : DrawStatus.Drawn,
        Objects = drawn is null ? 0 : 100,
        Count = drawn is null ? 0 : 12,
        For = new(Windows.Id, 2026, part),
    };
}
