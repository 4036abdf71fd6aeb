using System.Collections.Immutable;
using Supervision.Core.Draws;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Draws;

/// <summary>A draw takes its steps in turn; who does not reveal ends it, on the record.</summary>
public class DrawDeciderTests
{
    private static readonly Actor Runner = Person("runner", Role.SpotChecker);
    private static readonly Actor Centre = Person("centre", Role.Manager);
    private static readonly Actor Public = Person("public", Role.Leader);
    private readonly EntityStory<DrawState> story = new(EntityKind.Draw, DrawSamples.No);
    private int commands;

    [Fact]
    public void Draw_InTurn_EndsInARecordThatHolds()
    {
        Drawn();
        Assert.Equal(DrawStatus.Drawn, story.State.Row!.Status);
        var record = DrawDecider.RecordOf(story.State, DrawSamples.Pool());
        Assert.Equal("", DrawSamples.Broken(DrawSamples.Bytes(record)));
        Assert.Equal(record.Digest, story.State.Row.Digest);
    }

    [Fact]
    public void Steps_OutOfTurn_AreRefused()
    {
        Refused("draw.unknown", new CommitSecret("中心", DrawSamples.Hash("x")) { By = Centre, Source = "", Id = "" });
        Plan();
        Refused("draw.turn", Reveal("中心", Centre));
        Refused("draw.turn", Freeze());
        Refused("draw.party", Commit("中心", Public));
        Done(Commit("中心", Centre));
        Refused("draw.turn", Commit("中心", Centre));
        Refused("draw.turn", Freeze()); // the other party has not committed
        Done(Commit("公众", Public));
        Refused("draw.role", Freeze(Centre));
        Done(Freeze());
        Refused("draw.turn", Commit("公众", Public));
        Refused("draw.turn", Record());
        Refused("draw.secret", Reveal("公众", Public) with { Secret = DrawSamples.Hash("another") });
        Done(Reveal("公众", Public));
        Refused("draw.turn", Reveal("公众", Public));
        Refused("draw.turn", Inspect("W001", "runner"));
    }

    [Fact]
    public void MissingReveal_AbortsOnTheRecord()
    {
        Plan();
        Done(Commit("中心", Centre)).Done(Commit("公众", Public)).Done(Freeze()).Done(Reveal("公众", Public));
        story.Run(story.State.Row!.RevealBy!.Value.AddTicks(-1));
        Assert.Equal(DrawStatus.Revealing, story.State.Status);
        story.Run(story.State.Row.RevealBy!.Value);
        Assert.Equal((DrawStatus.Aborted, "missing: 中心"), (story.State.Row!.Status, story.State.Row.Reason));
        Refused("draw.turn", Reveal("中心", Centre));
        Refused("draw.turn", new AbortDraw("once more") { By = Runner, Source = "", Id = "" });
    }

    [Fact]
    public void Replacement_IsTheNextTicket_AndInTheRecord()
    {
        Drawn();
        var first = story.State.Drawn[0];
        var tickets = new Tickets(story.State.Seed!, DrawSamples.No);
        var pool = DrawSamples.Pool();
        var next = Lottery.Next(
            story.State.Rule!, pool.Inspectors, tickets, pool.Objects.Single(one => one.Id == first.Object),
            first.Inspectors)!;
        var replace = new ReplaceInspector(first.Object, first.Inspectors[0], "亲属", next)
        {
            By = Runner,
            Source = "",
            Id = "",
        };
        Refused("draw.reason", replace with { Reason = " " });
        Refused("draw.replacement", replace with { Replacement = first.Inspectors[1] });
        Done(replace);
        Assert.Equal([next, first.Inspectors[1]], story.State.InspectorsOf(first));
        var record = DrawDecider.RecordOf(story.State, DrawSamples.Pool());
        Assert.Equal("", DrawSamples.Broken(DrawSamples.Bytes(record)));
        Assert.Equal(record.Digest, story.State.Row!.Digest);
        Refused("draw.inspector", Inspect(first.Object, first.Inspectors[0]));
        Done(Inspect(first.Object, next));
    }

    [Fact]
    public void EveryObjectInspected_IsDone()
    {
        Drawn();
        foreach (var drawn in story.State.Drawn)
        {
            Refused("draw.words", Inspect(drawn.Object, drawn.Inspectors[0], "台账不全"));
            Done(Inspect(drawn.Object, drawn.Inspectors[0]));
            Refused("draw.turn", Inspect(drawn.Object, drawn.Inspectors[1]));
        }

        var row = story.State.Row!;
        Assert.Equal((DrawStatus.Done, 5, 0), (row.Status, row.Inspected, row.Findings));
    }

    [Fact]
    public void Beacon_IsGivenAfterItsTime_AndItsValueIsItsSignaturesHash()
    {
        var at = ClockSamples.At("2026-11-20 12:00");
        Do(PlanOf([new("中心", "centre")], new BeaconRound(DrawSamples.Hash("chain"), 99, at)));
        Done(Commit("中心", Centre)).Done(Freeze()).Done(Reveal("中心", Centre));
        var given = new GiveBeacon(DrawSamples.Hash("?"), "8f3a5c") { By = Runner, Source = "", Id = "" };
        Refused("draw.turn", given);
        story.Run("2026-11-20 12:00:05");
        Refused("draw.randomness", given);
        var value = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(Convert.FromHexString(given.Signature)));
        Done(given with { Randomness = value });
        Assert.Equal(DrawStatus.Seeded, story.State.Status);
    }

    [Fact]
    public void Beacon_SaidToComeLaterThanItDoes_IsRefused()
    {
        var round = Quicknet.RoundAt(ClockSamples.At("2026-11-20 12:00"));
        Refused("draw.beacon", PlanOf([], round with { Round = round.Round - 1 }));
        Refused("draw.beacon", PlanOf([], round with { At = round.At.AddMinutes(1) }));
        Do(PlanOf([], round));
        Assert.Equal(DrawStatus.Committing, story.State.Status);
    }

    [Fact]
    public void State_IsReadBackAsItWas()
    {
        Drawn();
        Done(Inspect(story.State.Drawn[0].Object, story.State.Drawn[0].Inspectors[0]));
        Assert.NotEmpty(story.Stored);
    }

    private void Drawn()
    {
        Plan();
        Done(Commit("中心", Centre)).Done(Commit("公众", Public)).Done(Freeze());
        Done(Reveal("公众", Public)).Done(Reveal("中心", Centre)).Done(Record());
    }

    private void Plan() => Do(PlanOf([new("中心", "centre"), new("公众", "public")], null));

    private static PlanDraw PlanOf(ImmutableArray<Party> parties, BeaconRound? beacon) => new(new DrawPlan(
        "十一月窗口抽查", DrawKind.Windows, "全部窗口", parties, beacon, TimeSpan.FromHours(2), null, ""))
    {
        By = Runner,
        Source = "",
        Id = "",
    };

    private static CommitSecret Commit(string party, Actor by) =>
        new(party, Digests.Commitment(DrawSamples.No, party, DrawSamples.Hash(party)))
        {
            By = by,
            Source = "",
            Id = "",
        };

    private static FreezePool Freeze(Actor? by = null) => new(
        DrawRule.Of(5), FrozenDigests.Of(DrawRule.Of(5), DrawSamples.Pool()), 20)
    {
        By = by ?? Runner,
        Source = "",
        Id = "",
    };

    private static RevealSecret Reveal(string party, Actor by) =>
        new(party, DrawSamples.Hash(party)) { By = by, Source = "", Id = "" };

    private RecordDrawn Record() => new(story.State.Seed is { } seed
        ? Lottery.Draw(DrawRule.Of(5), DrawSamples.Pool(), DrawSamples.No, seed)
        : [])
    {
        Source = "",
        Id = "",
    };

    private static RecordInspection Inspect(string id, string who, params ImmutableArray<string> failed) =>
        new(id, new(failed, "", [])) { By = Person(who, Role.SpotChecker), Source = "", Id = "" };

    private static Actor Person(string name, Role role) => new(name, name, role, null);

    private void Refused(string code, Command command)
    {
        Do(command);
        Assert.Equal(code, story.Refusal?.Code);
    }

    private DrawDeciderTests Done(Command command)
    {
        Do(command);
        Assert.Null(story.Refusal);
        return this;
    }

    private void Do(Command command)
    {
        var at = story.Now < ClockSamples.At("2026-11-20 09:00") ? ClockSamples.At("2026-11-20 09:00") : story.Now;
        story.Do(at.AddSeconds(1), command with { Id = $"{++commands}" });
    }
}
