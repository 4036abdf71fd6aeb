using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Facts;
using Supervision.Core.Rules;
using Supervision.Ingest.Simulation;

namespace Supervision.Tests.Property;

public class CityFeedProperties
{
    private static readonly RuleBook Book = CityRules.Read();
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-09-28T00:00:00+08:00", null);

    /// <summary>Whatever the seed, the split into history and live, and the holidays.</summary>
    [Fact]
    public void City_AnySeedAndSplit_IsInOrderWithUniqueIdentities()
    {
        var city = from seed in Gen.Choose(0, 1000)
                   from hours in Gen.Choose(1, 24 * 9)
                   from misconduct in Gen.Elements(0.0, 1.0, 10.0)
                   from restDay in Gen.Choose(0, 6)
                   select (seed, hours, misconduct, restDay);
        Prop.ForAll(city.ToArbitrary(), each => IsSound(each.seed, each.hours, each.misconduct, each.restDay))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    /// <summary>Found by the property above.</summary>
    [Theory]
    [InlineData(696, 64, 0.0, 0)]
    public void City_ThatOnceFailed_IsInOrderWithUniqueIdentities(
        int seed, int hours, double misconduct, int restDay) => Assert.True(IsSound(seed, hours, misconduct, restDay));

    private static bool IsSound(int seed, int hours, double misconduct, int restDay)
    {
        var options = new CityFeedOptions { Seed = seed, Misconduct = misconduct, CasesPerDay = 60 };
        var feed = new CityFeed(Book, day => (int)day.DayOfWeek != restDay, options);
        var now = Start.AddHours(hours);
        var history = feed.History(Start, now).ToList();
        var stream = feed.StartLive(now);
        var live = Enumerable.Range(1, 240).SelectMany(i => stream.Next(now.AddMilliseconds(250 * i))).ToList();
        var identities = history.Concat(live).Select(fact => fact.Identity).ToHashSet();
        return IsOrdered(history) && identities.Count == history.Count + live.Count;
    }

    private static bool IsOrdered(List<Fact> facts)
    {
        for (var i = 1; i < facts.Count; i++)
        {
            if (facts[i].OccurredAt < facts[i - 1].OccurredAt) return false;
        }

        return true;
    }
}
