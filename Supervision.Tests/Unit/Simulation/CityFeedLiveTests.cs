using Supervision.Core.Facts;
using Supervision.Core.Rules;
using Supervision.Ingest.Simulation;

namespace Supervision.Tests.Unit.Simulation;

public class CityFeedLiveTests
{
    private const int Steps = 4 * 60 * 10;
    private static readonly RuleBook Book = CityRules.Read();
    private static readonly DateTimeOffset SaturdayNight = DateTimeOffset.Parse("2026-11-21T22:30:00+08:00", null);
    private static readonly List<Fact> History = [];
    private static readonly List<Fact> Live = Run();

    [Fact]
    public void Live_TenMinutesOfASaturdayNight_KeepsItsRate() =>
        Assert.InRange(Live.Count, 8 * 600 * 8 / 10, 8 * 600 * 12 / 10);

    [Fact]
    public void Live_FirstTenSeconds_AcceptAndFinishCases()
    {
        var end = SaturdayNight.AddSeconds(10);
        var first = Live.Where(fact => fact.OccurredAt < end).Select(fact => fact.Type).ToArray();
        Assert.Contains("case.accepted", first);
        Assert.Contains("case.finished", first);
        Assert.Contains("window.opened", first);
    }

    [Fact]
    public void Live_Identities_NeverRepeatThoseOfTheHistory() => Assert.Equal(
        History.Count + Live.Count, History.Concat(Live).Select(fact => fact.Identity).Distinct().Count());

    [Fact]
    public void Live_CasesOpenInTheHistory_GoOnAndSomeFinish()
    {
        var known = History.Where(fact => fact.Data is CaseAccepted).Select(fact => fact.Subject).ToHashSet();
        Assert.InRange(Live.Count(fact => known.Contains(fact.Subject) && fact.Data is CaseFinished), 20, 2000);
    }

    [Fact]
    public void Live_CaseNumbers_AreNotGivenTwice()
    {
        var accepted = History.Concat(Live).Where(fact => fact.Data is CaseAccepted)
            .Select(fact => fact.Subject).ToArray();
        Assert.Equal(accepted.Length, accepted.Distinct().Count());
    }

    [Fact]
    public void Live_SomeWork_IsRecordedDaysLate() =>
        Assert.Contains(Live, fact => fact.OccurredAt < SaturdayNight.AddDays(-2));

    [Fact]
    public void Next_AfterASleepOfDays_MakesOneOrdinaryBatchBesideWhatWasPlanned()
    {
        var city = new CityFeed(Book, IsWorkingDay);
        var stream = city.StartLive(SaturdayNight);
        var hurried = stream.Next(SaturdayNight.AddHours(7)).Count;
        Assert.InRange(hurried, 1, 200);
    }

    [Fact]
    public async Task Live_Cancelled_EndsWithoutAnException()
    {
        using var stop = new CancellationTokenSource();
        var city = new CityFeed(Book, IsWorkingDay, new() { LiveInterval = TimeSpan.FromMilliseconds(10) });
        var batches = 0;
        await foreach (var facts in city.Live(TimeProvider.System, stop.Token))
        {
            Assert.NotEmpty(facts);
            if (++batches == 3) await stop.CancelAsync();
        }

        Assert.Equal(3, batches);
    }

    private static List<Fact> Run()
    {
        var city = new CityFeed(Book, IsWorkingDay);
        History.AddRange(city.History(SaturdayNight.AddDays(-30), SaturdayNight));
        var stream = city.StartLive(SaturdayNight);
        var live = new List<Fact>();
        for (var i = 1; i <= Steps; i++)
        {
            var now = SaturdayNight.AddMilliseconds(250 * i);
            var facts = stream.Next(now.ToUniversalTime());
            Assert.All(facts, fact => Assert.True(fact.OccurredAt <= now));
            live.AddRange(facts);
        }

        return live;
    }

    private static bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
