using Supervision.Core.Jobs;
using Supervision.Core.Rules;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Jobs;

public class JobPlanTests
{
    private static readonly JobTimes Times = new();

    /// <summary>10 October 2026 is a Saturday that is worked; 10 May 2026 a Sunday after a worked Saturday.</summary>
    [Theory]
    [InlineData("2026-11-01", WeekendRule.Before, "2026-11-10")]
    [InlineData("2026-10-01", WeekendRule.Before, "2026-10-10")]
    [InlineData("2026-05-01", WeekendRule.Before, "2026-05-09")]
    [InlineData("2026-05-01", WeekendRule.After, "2026-05-11")]
    [InlineData("2026-05-01", WeekendRule.Same, "2026-05-10")]
    [InlineData("2025-08-01", WeekendRule.Before, "2025-08-08")]
    [InlineData("2025-08-01", WeekendRule.After, "2025-08-11")]
    public void ReportDay_ThatIsNoWorkingDay_MovesByTheRule(string month, WeekendRule rule, string day) =>
        Assert.Equal(
            ClockSamples.Day(day),
            JobPlan.ReportDay(ClockSamples.Day(month), new(10, rule), ClockSamples.Calendar));

    [Fact]
    public void ReportDay_InTheHolidayThatBeginsTheMonth_StaysInTheMonth() => Assert.Equal(
        new DateOnly(2026, 10, 3),
        JobPlan.ReportDay(new(2026, 10, 1), new(3, WeekendRule.Before), ClockSamples.Calendar));

    [Theory]
    [InlineData(JobKind.DayClose, "2026-11-21", "2026-11-22 00:10")]
    [InlineData(JobKind.PatrolPlan, "2026-11-23", "2026-11-23 06:00")]
    [InlineData(JobKind.MonthClose, "2026-10", "2026-11-01 00:30")]
    [InlineData(JobKind.InvestmentReport, "2026-10", "2026-11-10 08:30")]
    [InlineData(JobKind.QuarterBulletin, "2026-Q3", "2026-10-01 08:00")]
    [InlineData(JobKind.YearBulletin, "2026", "2027-01-01 08:00")]
    public void Due_IsWhenThePeriodIsOver_OrItsReportDay(JobKind job, string text, string at)
    {
        Assert.True(Cycle.TryParse(text, out var period));
        var due = JobPlan.DueAt(job, period, Times, RuleDefaults.Reports, ClockSamples.Calendar);
        Assert.Equal(ClockSamples.At(at), due);
        Assert.Equal(period, Latest(job, due));
        Assert.Equal(period.Previous, Latest(job, due.AddTicks(-1)));
    }

    [Fact]
    public void Repeatable_IsNothingThatIssuesOrCloses() => Assert.Equal(
        [JobKind.DayClose, JobKind.PatrolPlan, JobKind.Backup, JobKind.JournalCheck, JobKind.DataQuality],
        JobPlan.All.Where(JobPlan.IsRepeatable));

    private static Cycle Latest(JobKind job, DateTimeOffset now) =>
        JobPlan.LatestDue(job, now, Times, RuleDefaults.Reports, ClockSamples.Calendar);
}
