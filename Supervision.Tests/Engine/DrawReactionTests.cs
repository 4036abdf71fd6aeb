using Supervision.Core.Draws;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Draws;
using Supervision.Tests.Support;

namespace Supervision.Tests.Engine;

/// <summary>What follows from a draw's steps, over the real engine.</summary>
public class DrawReactionTests
{
    private static readonly StreamId Stream = new(EntityKind.Draw, DrawSamples.No);
    private static readonly DrawPool Pool = DrawSamples.Pool(3, number => PoolObject.Of($"W0{number}"));
    private static readonly DrawRule Rule = DrawRule.Of(2);
    private int commands;

    [Fact]
    public void LastReveal_CarriesTheDrawOut_AndAFindingOpensAnOrder()
    {
        using var story = new EngineStory(reacts: true);
        Reveal(story);
        story.Pass(TimeSpan.FromSeconds(1));
        Assert.Null(story.System.ReactionFault);
        var draw = Draw(story);
        var pool = story.Pools.Open(draw.Frozen!)!.Whole();
        Assert.Equal("", DrawSamples.Broken(DrawSamples.Bytes(DrawDecider.RecordOf(draw, pool))));

        var (first, second) = (draw.Drawn[0], draw.Drawn[1]);
        Do(story, new RecordInspection(first.Object, new(["仪容"], "未佩戴工牌", []))
        {
            By = Person(first.Inspectors[0]),
            Source = "",
            Id = "",
        });
        Do(story, new RecordInspection(second.Object, new([], "", []))
        {
            By = Person(second.Inspectors[0]),
            Source = "",
            Id = "",
        });
        story.Pass(TimeSpan.FromSeconds(5));
        var order = Assert.Single(story.System.Orders.Find(new OrderQuery()).Items);
        Assert.Equal((OrderSource.SpotCheck, first.Object), (order.Source, order.Subject));
        Assert.Equal("spotChecks orders", CountedBy(story, order));
        Assert.Equal(DrawStatus.Done, Draw(story).Status);
    }

    [Fact]
    public void Crash_AfterTheLastReveal_DrawsOnce()
    {
        using var story = new EngineStory(reacts: true);
        Reveal(story, reacts: false);
        Assert.Equal(DrawStatus.Seeded, Draw(story).Status);
        story.Reacts = true;
        story.Crash();
        story.Run();
        Assert.Equal(DrawStatus.Drawn, Draw(story).Status);
        var entries = story.Entries;
        story.Crash(meanwhile: disk => File.Delete(disk.Reactions));
        story.Run();
        Assert.Equal(entries, story.Entries);
    }

    [Fact]
    public void LostPool_WaitsForItsReturn()
    {
        using var story = new EngineStory(reacts: true);
        Reveal(story, loses: true);
        story.Pass(TimeSpan.FromSeconds(1));
        Assert.Null(story.System.ReactionFault);
        Assert.Equal(DrawStatus.Seeded, Draw(story).Status);
        story.Crash(meanwhile: disk => new PoolStore(disk.Pools).Keep(Rule, Pool));
        story.Run();
        Assert.Equal(DrawStatus.Drawn, Draw(story).Status);
    }

    /// <summary>The figures of the order's window whose evidence it is.</summary>
    private static string CountedBy(EngineStory story, OrderRow order)
    {
        var calendar = story.System.Rules.ContextOf(null, order.IssuedAt).Calendars.Common;
        var unit = new ScoreUnit(ScoreOf.Window, order.Unit.Window!);
        return string.Join(' ', ScoreInputs.All.Reverse()
            .Where(input => new ScoreEvidence(unit, Period.Of(order.IssuedAt, calendar), input).Holds(order, calendar))
            .Select(input => input.Id));
    }

    private void Reveal(EngineStory story, bool reacts = true, bool loses = false)
    {
        if (!reacts)
        {
            story.Reacts = false;
            story.Crash();
        }

        var plan = new DrawPlan(
            "抽查", DrawKind.Windows, "全部窗口", [new("甲", "a"), new("乙", "b")], null, TimeSpan.FromHours(1), null,
            "");
        Do(story, new PlanDraw(plan) { By = Person("runner"), Source = "", Id = "" });
        foreach (var (name, account) in plan.Parties)
        {
            Do(story, new CommitSecret(name, Digests.Commitment(DrawSamples.No, name, DrawSamples.Hash(name)))
            {
                By = Person(account),
                Source = "",
                Id = "",
            });
        }

        var frozen = story.Pools.Keep(Rule, Pool);
        if (loses)
        {
            File.Delete(Path.Combine(story.Disk.Pools, frozen.Objects + ".json"));
        }

        Do(story, new FreezePool(Rule, frozen, Pool.Objects.Length) { By = Person("runner"), Source = "", Id = "" });
        foreach (var (name, account) in plan.Parties)
        {
            Do(story, new RevealSecret(name, DrawSamples.Hash(name)) { By = Person(account), Source = "", Id = "" });
        }
    }

    private void Do(EngineStory story, DrawCommand command) =>
        Assert.Null(story.Commanded(Stream, command with { Source = "/test", Id = $"{++commands}" }));

    private static Actor Person(string name) => new(name, name, Role.SpotChecker, null);

    private static DrawState Draw(EngineStory story) => (DrawState)EngineStory.Answered(story.Read(Stream))!.State;
}
