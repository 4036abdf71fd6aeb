using System.Collections.Immutable;
using Supervision.Core.Clocks;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Clocks;

public class ExplanationTests
{
    private const string NoticeOf2026 = "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm";

    [Fact]
    public void Explain_StatutoryOverNationalDay_NamesEveryDayOnce()
    {
        var times = Times("2026-09-29 10:00", Suspension("2026-09-30 10:00", "2026-10-08 10:00"));
        var intervals = Clock.Explain(
            Rule(WorkingDays(4), Convention.Statutory), times, Calendar, At("2026-10-13 12:00"));
        Assert.Equal(
            """
            09-29 10:00-09-30 00:00 no startDay 民法典第二百零一条
            09-30 00:00-10-01 00:00 counted workingDay
            10-01 00:00-10-02 00:00 no holiday:国庆节 URL
            10-02 00:00-10-03 00:00 no holiday:国庆节 URL
            10-03 00:00-10-04 00:00 no holiday:国庆节 URL
            10-04 00:00-10-05 00:00 no holiday:国庆节 URL
            10-05 00:00-10-06 00:00 no holiday:国庆节 URL
            10-06 00:00-10-07 00:00 no holiday:国庆节 URL
            10-07 00:00-10-08 00:00 no holiday:国庆节 URL
            10-08 00:00-10-09 00:00 no suspension:inspection 行政许可法第四十五条; N-1
            10-09 00:00-10-10 00:00 counted workingDay
            10-10 00:00-10-11 00:00 counted makeUpDay:国庆节 URL
            10-11 00:00-10-12 00:00 no weekend
            10-12 00:00-10-12 17:00 counted workingDay
            10-12 17:00-10-13 00:00 no closed
            10-13 00:00-10-13 12:00 counted overdue
            """, Lines(intervals), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Explain_Elapsed_IsDividedAtTheSuspensionAndTheDueInstant()
    {
        var times = Times("2026-11-05 10:00", Suspension("2026-11-06 09:00", "2026-11-09 11:00"));
        var intervals = Clock.Explain(
            Rule(WorkingDays(1), Convention.Elapsed), times, Calendar, At("2026-11-09 13:00"));
        Assert.Equal(
            """
            11-05 10:00-11-06 00:00 counted workingDay
            11-06 00:00-11-06 09:00 counted workingDay
            11-06 09:00-11-07 00:00 no suspension:inspection 行政许可法第四十五条; N-1
            11-07 00:00-11-08 00:00 no weekend
            11-08 00:00-11-09 00:00 no weekend
            11-09 00:00-11-09 11:00 no suspension:inspection 行政许可法第四十五条; N-1
            11-09 11:00-11-09 12:00 counted workingDay
            11-09 12:00-11-09 13:00 counted overdue
            """, Lines(intervals), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Explain_CalendarDaysThatRoll_SaysSo()
    {
        var intervals = Clock.Explain(
            Rule(new(2, LimitUnit.CalendarDay), Convention.Statutory), Times("2026-11-19 10:00"), Calendar,
            At("2026-11-19 10:00"));
        Assert.Equal(
            """
            11-19 10:00-11-20 00:00 no startDay 民法典第二百零一条
            11-20 00:00-11-21 00:00 counted calendarDay
            11-21 00:00-11-22 00:00 counted calendarDay
            11-22 00:00-11-23 00:00 no rolled 民法典第二百零三条
            11-23 00:00-11-23 17:00 no rolled 民法典第二百零三条
            """, Lines(intervals), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Explain_Minutes_CountsOfficeHoursOnly()
    {
        var (reading, intervals) = DeadlineCalculator.Calculate(
            At("2026-11-20 11:50"), new(30, LimitUnit.Minute), Convention.Statutory, Calendar);
        Assert.Equal(At("2026-11-20 13:50"), reading.DueAt);
        Assert.Equal(
            """
            11-20 11:50-11-20 12:00 counted workingDay
            11-20 12:00-11-20 13:30 no closed
            11-20 13:30-11-20 13:50 counted workingDay
            """, Lines(intervals), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Explain_StoppedClock_EndsAtItsStop()
    {
        var rule = Rule(WorkingDays(5), Convention.Statutory);
        var times = Times("2026-11-02 10:00");
        var stopped = Clock.Explain(
            rule, times with { StoppedAt = At("2026-11-03 11:00") }, Calendar, At("2027-01-01 00:00"));
        Assert.Equal(At("2026-11-03 11:00"), stopped[^1].To);
        Assert.Empty(Clock.Explain(
            rule, times with { StoppedAt = At("2026-11-01 11:00") }, Calendar, At("2027-01-01 00:00")));
    }

    [Fact]
    public void Explain_LongerThanTheLimitOfDays_EndsWithOneTruncatedInterval()
    {
        var intervals = Clock.Explain(
            Rule(WorkingDays(5), Convention.Statutory), Times("1900-01-01 10:00"), Calendar, At("2026-11-03 11:00"));
        Assert.Equal((ExplanationReasons.Truncated, At("2026-11-03 11:00")), (intervals[^1].Reason, intervals[^1].To));
        Assert.Equal(Day("1900-01-01").AddDays(Explanation.DaysMax), Calendar.DateOf(intervals[^1].From));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void Calculate_LimitOutOfBounds_IsRefused(int amount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DeadlineCalculator.Calculate(
            At("2026-11-20 10:00"), WorkingDays(amount), Convention.Statutory, Calendar));

    private static string Lines(ImmutableArray<ExplainedInterval> intervals) =>
        string.Join('\n', intervals.Select(static item =>
            $"{Text(item.From)}-{Text(item.To)} {(item.Counted ? "counted" : "no")} {item.Reason} {item.Basis}"
                .TrimEnd())).Replace(NoticeOf2026, "URL", StringComparison.Ordinal);
}
