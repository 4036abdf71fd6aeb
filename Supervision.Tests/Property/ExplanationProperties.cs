using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Clocks;
using Supervision.Tests.Support;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Property;

public class ExplanationProperties
{
    [Fact]
    public void Explain_AnyClock_CoversStartToEndWithoutGaps() => Check(static (sample, unit, convention) =>
    {
        var rule = Rule(new(sample.Amount, unit), convention);
        var due = Read(rule, sample.Times).DueAt;
        foreach (var until in new[] { due, due.AddDays(3), sample.Times.StartedAt })
        {
            var intervals = Clock.Explain(rule, sample.Times, Calendar, until);
            Assert.Equal(sample.Times.StartedAt, intervals[0].From);
            Assert.Equal(until > due ? until : due, intervals[^1].To);
            Assert.All(intervals, static item => Assert.True(item.From < item.To));
            for (var index = 1; index < intervals.Length; index++)
            {
                Assert.Equal(intervals[index - 1].To, intervals[index].From);
                Assert.True(intervals[index].Reason != intervals[index - 1].Reason
                    || Calendar.DateOf(intervals[index].From) != Calendar.DateOf(intervals[index - 1].From));
            }
        }
    });

    [Fact]
    public void Explain_UpToTheDueInstant_CountsExactlyTheLimit() => Check(static (sample, unit, convention) =>
    {
        var rule = Rule(new(sample.Amount, unit), convention);
        var due = Read(rule, sample.Times).DueAt;
        var counted = Clock.Explain(rule, sample.Times, Calendar, due).Where(static item => item.Counted).ToList();
        Assert.DoesNotContain(counted, static item => item.Reason == ExplanationReasons.Overdue);
        var time = counted.Aggregate(TimeSpan.Zero, static (sum, item) => sum + (item.To - item.From));
        switch (unit, convention)
        {
            case (LimitUnit.Minute, _):
                Assert.Equal(TimeSpan.FromMinutes(sample.Amount), time);
                break;
            case (LimitUnit.WorkingHour, _):
                Assert.Equal(TimeSpan.FromHours(sample.Amount), time);
                break;
            case (LimitUnit.WorkingDay or LimitUnit.CalendarDay, Convention.Elapsed):
                Assert.Equal(TimeSpan.FromDays(sample.Amount), time);
                break;
            case (LimitUnit.WorkingDay or LimitUnit.CalendarDay, _):
                Assert.Equal(
                    sample.Amount, counted.Select(static item => Calendar.DateOf(item.From)).Distinct().Count());
                break;
        }
    });

    private static void Check(Action<ClockSample, LimitUnit, Convention> body) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(400),
        Prop.ForAll(Arb.From(ClockSample.Generator, ClockSample.Shrink), sample =>
        {
            foreach (var unit in Enum.GetValues<LimitUnit>())
                foreach (var convention in Enum.GetValues<Convention>())
                    body(sample, unit, convention);
        }));
}
