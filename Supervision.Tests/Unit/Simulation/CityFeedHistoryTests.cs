using Supervision.Core.Facts;
using Supervision.Core.Rules;
using Supervision.Ingest.Simulation;

namespace Supervision.Tests.Unit.Simulation;

public class CityFeedHistoryTests
{
    private static readonly RuleBook Book = CityRules.Read();
    private static readonly DateTimeOffset From = DateTimeOffset.Parse("2026-10-08T00:00:00+08:00", null);
    private static readonly DateTimeOffset To = DateTimeOffset.Parse("2026-11-21T22:00:00+08:00", null);
    private static readonly List<Fact> Facts = [.. City().History(From, To)];

    [Fact]
    public void History_FortyFiveDays_HasThirtyToSixtyThousandFactsInOrder()
    {
        Assert.InRange(Facts.Count, 30_000, 60_000);
        Assert.Equal(Facts.Select(fact => fact.OccurredAt).Order(), Facts.Select(fact => fact.OccurredAt));
        Assert.InRange(Facts[0].OccurredAt, From, To);
        Assert.True(Facts[^1].OccurredAt < To);
    }

    [Fact]
    public void History_EveryFact_HasItsOwnIdentity() =>
        Assert.Equal(Facts.Count, Facts.Select(fact => fact.Identity).Distinct().Count());

    [Fact]
    public void History_SameSeed_IsTheSame()
    {
        var again = City().History(From, To);
        Assert.Equal(Facts.Select(Line), again.Select(Line));
    }

    [Fact]
    public void History_OtherSeed_Differs()
    {
        var other = City(new() { Seed = 7 }).History(From, To).Take(2000);
        Assert.NotEqual(Facts.Take(2000).Select(Line), other.Select(Line));
    }

    [Fact]
    public void History_ReadInTwoParts_IsTheSame()
    {
        var city = City();
        var middle = From.AddDays(20).AddHours(11);
        var parts = city.History(From, middle).Concat(city.History(middle, To));
        Assert.Equal(Facts.Select(Line), parts.Select(Line));
    }

    [Fact]
    public void History_DayOff_HasOnlyHeartbeats()
    {
        var types = Facts.Where(fact => !IsWorkingDay(DateOnly.FromDateTime(fact.OccurredAt.DateTime)))
            .Select(fact => fact.Type).Distinct();
        Assert.Equal(["heartbeat"], types);
    }

    [Fact]
    public void History_EveryTypeOfTheContract_ButTheRareOnes_Occurs()
    {
        string[] rare = ["case.voided", "queue.abandoned", "leave.cancelled", "device.operated"];
        Assert.Equal(
            FactTypes.All.Except(rare).Order(StringComparer.Ordinal),
            Facts.Select(fact => fact.Type).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void History_Cases_AreMostlyFinishedSomeOpenSomeLate()
    {
        var cases = Facts.Where(fact => fact.Type.StartsWith("case.", StringComparison.Ordinal))
            .GroupBy(fact => fact.Subject).Select(facts => facts.ToArray()).ToArray();
        var accepted = cases.Where(facts => facts.Any(fact => fact.Data is CaseAccepted)).ToArray();
        var open = accepted.Count(facts => !facts.Any(fact => fact.Data is CaseFinished or CaseWithdrawn));
        var late = accepted.Count(IsLate);

        Assert.InRange(accepted.Length, 3000, 4500);
        Assert.InRange(open, accepted.Length / 40, accepted.Length / 5);
        Assert.InRange(late, 20, accepted.Length / 10);
        Assert.InRange(accepted.Count(IsStuck), 2, accepted.Length / 20);
    }

    [Fact]
    public void History_PerfectCity_KeepsEveryPromiseAndEveryStageLimit()
    {
        var facts = City(new() { Misconduct = 0 }).History(From, To).GroupBy(fact => fact.Subject)
            .Select(group => group.ToArray()).Where(group => !group.Any(fact => fact.Data is CaseSuspended)).ToArray();
        Assert.DoesNotContain(facts, IsLate);
        foreach (var group in facts.Where(group => group.Any(fact => fact.Data is CaseAccepted)))
        {
            var item = Book.Items[group.Select(fact => fact.Data).OfType<CaseAccepted>().Single().Item!];
            foreach (var completed in group.Where(fact => fact.Data is CaseStageCompleted))
            {
                var stage = item.Stages.Single(each => each.Name == ((CaseStageCompleted)completed.Data).Stage);
                var entered = group.Single(fact => fact.Data is CaseStageEntered e && e.Stage == stage.Name);
                if (stage.Limit is { } limit) Assert.InRange(WorkingDays(entered, completed), 0, limit.Amount);
            }
        }
    }

    [Fact]
    public void History_PerfectCity_BreaksNoRuleOfHandsAndFees()
    {
        var facts = City(new() { Misconduct = 0 }).History(From, To).ToArray();
        Assert.All(facts.Select(fact => fact.Data).OfType<CaseFeeCharged>(), fee =>
        {
            Assert.Equal(fee.Standard, fee.Amount);
            Assert.Equal("W30", fee.Where);
        });
        Assert.All(facts.Select(fact => fact.Data).OfType<CaseRefused>(), refusal => Assert.NotNull(refusal.Remedy));
        Assert.All(facts.Select(fact => fact.Data).OfType<CaseSuspended>(), suspension =>
            Assert.True(SuspensionReasons.IsLegal(suspension.Reason)));
        var courses = facts.Where(fact => fact.Data is CaseAccepted or CaseStageEntered).GroupBy(fact => fact.Subject);
        foreach (var group in courses)
        {
            var item = Book.Items[group.Select(fact => fact.Data).OfType<CaseAccepted>().Single().Item!];
            Assert.All(group.Select(fact => fact.Data).OfType<CaseStageEntered>(), entered =>
            {
                var stage = item.Stages.Single(stage => stage.Name == entered.Stage);
                if (!stage.Handlers.IsEmpty) Assert.Contains(entered.Handler!, stage.Handlers);
            });
        }
    }

    [Fact]
    public void History_BusyCity_HoldsOnlyWhatIsOpen()
    {
        var city = City(new() { CasesPerDay = 5600 });
        var (read, waitingMost) = (0, 0);
        foreach (var _ in city.History(From, From.AddDays(12)))
        {
            read++;
            waitingMost = Math.Max(waitingMost, city.Waiting);
        }

        // A day's cases and some five days' worth of those with a course.
        Assert.InRange(read, 300_000, 500_000);
        Assert.InRange(waitingMost, 1, 5600 * 4);
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(20_001, 1.0)]
    [InlineData(100, double.NaN)]
    [InlineData(100, 10.5)]
    public void City_OptionOutOfBounds_IsRefused(int casesPerDay, double misconduct) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            City(new() { CasesPerDay = casesPerDay, Misconduct = misconduct }));

    private static CityFeed City(CityFeedOptions? options = null) => new(Book, IsWorkingDay, options);

    private static bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static string Line(Fact fact) => $"{fact.Source} {fact.Id} {fact.Type} {fact.Subject} {fact.OccurredAt:O}";

    private static bool IsLate(Fact[] facts)
    {
        if (!facts.Any(fact => fact.Data is CaseFinished)) return false;
        if (facts.Any(fact => fact.Data is CaseSuspended)) return false;
        var accepted = facts.First(fact => fact.Data is CaseAccepted);
        var item = Book.Items[((CaseAccepted)accepted.Data).Item!];
        return item.Promised is { } promised
            && WorkingDays(accepted, facts.First(fact => fact.Data is CaseFinished)) > promised.Amount;
    }

    private static bool IsStuck(Fact[] facts) =>
        !facts.Any(fact => fact.Data is CaseFinished or CaseWithdrawn) && facts[^1].OccurredAt < To.AddDays(-20);

    private static int WorkingDays(Fact from, Fact to)
    {
        var (day, count) = (DateOnly.FromDateTime(from.OccurredAt.DateTime), 0);
        for (; day < DateOnly.FromDateTime(to.OccurredAt.DateTime); day = day.AddDays(1))
            if (IsWorkingDay(day)) count++;
        return count;
    }
}
