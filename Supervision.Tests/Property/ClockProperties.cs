using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using Supervision.Tests.Support;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Property;

/// <summary>
/// Clocks against the slow rules of <see cref="NaiveClock"/>, on a grid small enough that times often tie.
/// </summary>
public class ClockProperties
{
    private static readonly int[] Thresholds = [-9, -2, -1, 0, 1, 2, 3];

    [Fact]
    public void Read_StatutoryWorkingDays_AgreesWithWalkingDays() => Check(static sample =>
    {
        var naive = new NaiveClock(NaiveClock.Local(sample.Times.StartedAt), sample.Times.Suspensions);
        var due = naive.StatutoryClose(sample.Amount);
        Assert.Equal(due, Due(sample, LimitUnit.WorkingDay, Convention.Statutory));
        foreach (var days in Thresholds.Where(static days => days <= 0))
            Assert.Equal(
                Earlier(naive.StatutoryOpening(sample.Amount + days), due),
                Crossing(sample, LimitUnit.WorkingDay, Convention.Statutory, days));
    });

    [Fact]
    public void Read_StatutoryCalendarDays_AgreesWithWalkingDays() => Check(static sample => Assert.Equal(
        new NaiveClock(NaiveClock.Local(sample.Times.StartedAt), sample.Times.Suspensions).CalendarClose(sample.Amount),
        Due(sample, LimitUnit.CalendarDay, Convention.Statutory)));

    [Fact]
    public void Read_Elapsed_AgreesWithWalkingHalfHours() => Check(static sample =>
    {
        var naive = new NaiveClock(NaiveClock.Local(sample.Times.StartedAt), sample.Times.Suspensions);
        Assert.Equal(naive.Elapsed(sample.Amount), Due(sample, LimitUnit.WorkingDay, Convention.Elapsed));
        foreach (var days in Thresholds.Where(days => sample.Amount + days >= 1))
            Assert.Equal(
                naive.Elapsed(sample.Amount + days - 1),
                Crossing(sample, LimitUnit.WorkingDay, Convention.Elapsed, days));
    });

    [Fact]
    public void Read_WorkingHours_AgreesWithWalkingHalfHours() => Check(static sample => Assert.Equal(
        new NaiveClock(NaiveClock.Local(sample.Times.StartedAt), sample.Times.Suspensions).Office(sample.Amount * 2),
        Due(sample, LimitUnit.WorkingHour, Convention.Statutory)));

    [Fact]
    public void Read_AnyLimit_RaisesNoLevelInsideASuspensionNorBeforeTheStart() => Check(static sample =>
    {
        foreach (var unit in Enum.GetValues<LimitUnit>())
            foreach (var convention in Enum.GetValues<Convention>())
            {
                var rule = Rule(new(sample.Amount, unit), convention, (AlertLevel.Warning, -2), (AlertLevel.Red, 2));
                foreach (var level in Read(rule, sample.Times).Levels)
                {
                    Assert.True(level.At >= sample.Times.StartedAt, $"{unit} {convention} {level}");
                    Assert.DoesNotContain(sample.Times.Suspensions, span =>
                        span.MaxWorkingDays > 0 && span.From <= level.At && level.At < span.To
                        && Calendar.ElapsedBetween(span.From, level.At) < TimeSpan.FromDays(span.MaxWorkingDays - 1));
                }
            }
    });

    [Fact]
    public void Read_LaterThreshold_IsNeverCrossedEarlier() => Check(static sample =>
    {
        foreach (var unit in Enum.GetValues<LimitUnit>().Where(static unit => unit != LimitUnit.Minute))
            foreach (var convention in Enum.GetValues<Convention>())
                for (var days = -4; days < 4; days++)
                    Assert.True(
                        Crossing(sample, unit, convention, days) <= Crossing(sample, unit, convention, days + 1),
                        $"{unit} {convention} {days}");
    });

    private static DateTime Due(ClockSample sample, LimitUnit unit, Convention convention) =>
        NaiveClock.Local(Read(Rule(new(sample.Amount, unit), convention), sample.Times).DueAt);

    private static DateTime Crossing(ClockSample sample, LimitUnit unit, Convention convention, int days) =>
        NaiveClock.Local(Read(
            Rule(new(sample.Amount, unit), convention, (AlertLevel.Yellow, days)), sample.Times).Levels[0].At);

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;

    private static void Check(Action<ClockSample> body) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(800),
        Prop.ForAll(Arb.From(ClockSample.Generator, ClockSample.Shrink), body));
}
