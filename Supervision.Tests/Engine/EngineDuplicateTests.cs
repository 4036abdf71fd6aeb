using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Rules;
using Supervision.Silo.Embedded;
using Supervision.Tests.Simulation;
using Supervision.Tests.Support;
using static Supervision.Tests.Engine.EngineStory;

namespace Supervision.Tests.Engine;

public sealed class EngineDuplicateTests
{
    /// <summary>Subjects spread over all shards.</summary>
    private static readonly string[] Subjects = [.. Enumerable.Range(0, 12).Select(i => $"C-{i}")];

    [Fact]
    public void SameIdentity_WithDifferentSubjectsOnDifferentShards_IsAppliedOnce()
    {
        using var story = new EngineStory(new EngineOptions { Shards = 4 });
        var receipt = story.Submitted([.. Subjects.Select(subject => Fact("same", subject))]);
        Assert.Equal(new SubmitReceipt(1, Subjects.Length - 1), receipt);
        Assert.Equal(1, story.Entries);
        Assert.Equal(
            new SubmitReceipt(0, Subjects.Length),
            story.Submitted([.. Subjects.Select(subject => Fact("same", subject))]));
        Assert.Equal(1, story.Entries);
    }

    [Fact]
    public void Duplicate_OfAFactUnderWay_IsAnsweredOnlyOnceThatIsDurable()
    {
        using var story = new EngineStory();
        var held = story.HoldAppends();
        var first = story.Submit(Patience.Wait, Fact("1", "C-1"));
        var second = story.Submit(Patience.Wait, Fact("1", "C-2"));
        Assert.False(second.IsCompleted);
        held.SetResult();
        story.Run();
        Assert.Equal((new SubmitReceipt(1, 0), new SubmitReceipt(0, 1)), (Answered(first), Answered(second)));
    }

    [Fact]
    public async Task Duplicate_OfAFactThatFailedToBecomeDurable_FailsWithItAndIsTakenNextTime()
    {
        using var story = new EngineStory();
        var held = story.HoldAppends();
        story.FailNextAppend(AppendFault.Before);
        var first = story.Submit(Patience.Wait, Fact("1", "C-1"));
        var second = story.Submit(Patience.Wait, Fact("1", "C-2"));
        held.SetResult();
        story.Run();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => first);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => second);
        story.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(new SubmitReceipt(1, 0), story.Submitted(Fact("1", "C-2")));
        Assert.Equal(1, story.Entries);
    }

    [Theory]
    [InlineData(AppendFault.Before, 1, 0)]
    [InlineData(AppendFault.After, 0, 1)]
    public void Resend_AfterAFailedAppend_CountsAsWhatItIs(AppendFault fault, int accepted, int duplicates)
    {
        using var story = new EngineStory();
        story.FailNextAppend(fault);
        var first = story.Submit(Patience.Wait, Fact("1"));
        Assert.Equal(fault == AppendFault.After, first.IsCompletedSuccessfully);
        story.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(new SubmitReceipt(accepted, duplicates), story.Submitted(Fact("1")));
        Assert.Equal(1, story.Entries);
    }

    [Fact]
    public void DuplicatesAlone_AfterAFailedAppend_AreAnswered()
    {
        using var story = new EngineStory();
        story.Submitted(Fact("1"));
        story.Pass(TimeSpan.FromSeconds(11)); // a checkpoint: nothing is left to replay
        story.FailNextAppend(AppendFault.Before);
        _ = story.Submit(Patience.Wait, Fact("2"), Fact("3"), Fact("4"));
        story.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(new SubmitReceipt(0, 1), story.Submitted(Fact("1")));
    }

    [Fact]
    public async Task Resend_OfABatchThatFailedHalfWay_DoesNotApplyTwiceWhatIsUnderWay()
    {
        // C-1 lives under a rule book that cannot even be looked for; the facts before it in the batch do not mind.
        var lost = TestRules.Book;
        using var story = new EngineStory(new EngineOptions { Shards = 1 }, new InMemoryRuleShelf(lost));
        story.Submitted(Fact("1", "C-1"));
        story.Crash(new FaultyShelf(new InMemoryRuleShelf(lost with { Version = "another" }), lost.Version));
        var held = story.HoldAppends();
        Fact[] facts = [.. Subjects[2..].Select(subject => Fact($"of {subject}", subject)), Fact("2", "C-1")];
        var first = story.Submit(Patience.Wait, facts);
        Assert.False(first.IsCompleted);
        var second = story.Submit(Patience.Wait, facts[..^1]);
        held.SetResult();
        story.Run();
        await Assert.ThrowsAsync<NotSupportedException>(() => first);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => second);
        Assert.Equal(facts.Length, story.Entries);
        Assert.Equal(new SubmitReceipt(0, facts.Length - 1), story.Submitted(facts[..^1]));
        Assert.Equal(1, Answered(story.Read("C-1"))!.Version);
    }

    /// <summary>A shelf with a defect: it fails in a way nobody foresaw when asked for one version.</summary>
    private sealed class FaultyShelf(IRuleShelf shelf, string version) : IRuleShelf
    {
        public RuleBook Current => shelf.Current;

        public DecisionContext? Find(string? wanted, DateTimeOffset now) =>
            wanted == version ? throw new NotSupportedException() : shelf.Find(wanted, now);
    }
}
