using Supervision.Core.Facts;
using Supervision.Ingest.Files;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Feeds;

namespace Supervision.Tests.Unit.Files;

/// <summary>The real permit log through its shipped map.</summary>
public class ReceiptLogTests
{
    private static readonly ReplayOrder ByTime = new(ReplayOrderKind.EventTime);

    private static ReplayPlan Plan(ReplayOrder order) =>
        ReplayPlan.Make(LogFile.Find(SharedFiles.Require("data/receipt.xes.gz")), null, order);

    private static List<Fact> Facts(ReplayPlan plan) =>
        [.. plan.Lines.Select(line => FeedSamples.Fact(System.Text.Encoding.UTF8.GetString(line.Utf8.Span)))];

    [Fact]
    public void Make_ReceiptLog_FindsItsMapAndGivesTheKnownCounts()
    {
        var plan = Plan(ByTime);
        Assert.Equal(("receipt", 0L), (plan.MapName, plan.SkippedTotal));
        var facts = Facts(plan);
        Assert.Equal(
            [("case.accepted", 1434), ("case.finished", 1329), ("case.stage.completed", 8577)],
            facts.CountBy(fact => fact.Type).Select(pair => (pair.Key, pair.Value)).Order());
        Assert.Equal(1434, facts.DistinctBy(fact => fact.Subject).Count());
        Assert.Equal(facts.Count, facts.DistinctBy(fact => fact.Identity).Count());
        Assert.Equal(facts.OrderBy(fact => fact.OccurredAt), facts);
    }

    [Fact]
    public void Make_FirstCase_CarriesLimitsAndPeopleAsTheLogHasThem()
    {
        var facts = Facts(Plan(ByTime)).Where(fact => fact.Subject == "case-10011").ToList();
        var accepted = facts[0];
        Assert.Equal(("/files/receipt", "case-10011/case.accepted"), (accepted.Source, accepted.Id));
        Assert.Equal(DateTimeOffset.Parse("2011-10-11T13:42:22.688+02:00", null), accepted.OccurredAt);
        var content = Assert.IsType<CaseAccepted>(accepted.Data);
        Assert.Equal(DateTimeOffset.Parse("2011-12-06T13:41:31.788+01:00", null), content.StatutoryDueAt);
        Assert.Equal(content.StatutoryDueAt, content.PromisedDueAt);
        Assert.Equal(("General", "Internet", "Resource21"), (content.Department, content.Channel, content.Handler));
        Assert.Equal("Group 2", content.Extra!["group"].GetString());
        var stage = Assert.IsType<CaseStageCompleted>(facts[1].Data);
        Assert.Equal(("Confirmation of receipt", "Resource21", "Group 1"),
            (stage.Stage, stage.Handler, stage.Department));
        Assert.Equal("case-10011/case.stage.completed/1", facts[1].Id);
        Assert.DoesNotContain(facts, fact => fact.Data is CaseFinished);
    }

    [Fact]
    public void Make_Shuffled_IsTheSameSetInTheSameOrderForTheSameSeed()
    {
        var byTime = Plan(ByTime).Lines.Select(Text).ToList();
        var shuffled = Plan(new ReplayOrder(ReplayOrderKind.Shuffle, 7)).Lines.Select(Text).ToList();
        Assert.NotEqual(byTime, shuffled);
        Assert.Equal(byTime.Order(StringComparer.Ordinal), shuffled.Order(StringComparer.Ordinal));
        Assert.Equal(shuffled, Plan(new ReplayOrder(ReplayOrderKind.Shuffle, 7)).Lines.Select(Text));
    }

    private static string Text(FactLine line) => System.Text.Encoding.UTF8.GetString(line.Utf8.Span);
}
