using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Property;

/// <summary>Whatever people and time do to an order, in whatever order.</summary>
public class OrderProperties
{
    private static readonly string[] Names =
    [
        "acknowledge", "feedback", "rectify", "verify", "fail", "appeal", "upheld", "revoked", "returned", "close",
        "tick", "add", "withdraw",
    ];

    private static readonly Dictionary<OrderStatus, OrderStatus[]> Allowed = new()
    {
        [OrderStatus.Issued] = [OrderStatus.Acknowledged, OrderStatus.Appealed],
        [OrderStatus.Acknowledged] = [OrderStatus.Feedback, OrderStatus.Appealed],
        [OrderStatus.Feedback] = [OrderStatus.Rectified, OrderStatus.Appealed],
        [OrderStatus.Rectified] = [OrderStatus.Verified, OrderStatus.Feedback, OrderStatus.Appealed],
        [OrderStatus.Verified] = [OrderStatus.Closed],
        [OrderStatus.Appealed] =
        [
            OrderStatus.Issued, OrderStatus.Acknowledged, OrderStatus.Feedback, OrderStatus.Rectified,
            OrderStatus.Revoked,
        ],
        [OrderStatus.Closed] = [],
        [OrderStatus.Revoked] = [],
    };

    private static readonly Role[] UnitRoles = [Role.Clerk, Role.Manager, Role.Leader];

    private static readonly Role[] SupervisorRoles = [Role.Inspector, Role.Leader];

    private static readonly Actor[] Actors =
    [
        OrderStory.Clerk, OrderStory.Manager, OrderStory.CentreLeader, OrderStory.GovernmentLeader,
        OrderStory.Inspector, OrderStory.OtherInspector, new("U9", "吴九", Role.Clerk, "W01"),
        new("M2", "郑经理", Role.Manager, "W02"), new("A1", "冯审计", Role.Auditor, null),
        new("S1", "陈抽查", Role.SpotChecker, null), new("X1", "褚管理", Role.Admin, null),
    ];

    /// <summary>
    /// Few hours, so that ties and limits are met often; half of the steps by the person whose turn it is, or nearly
    /// all would be refused.
    /// </summary>
    private static readonly Gen<Move[]> Courses = Gen.Zip(
        Gen.Zip(Gen.Elements(Names), Gen.Elements(0, 0, 1, 7, 24, 48)),
        Gen.Zip(
            Gen.OneOf<Actor?>(Gen.Constant<Actor?>(null), Gen.Elements<Actor?>(Actors)), Gen.Elements("a", "b", "c")))
        .Select(drawn => new Move(drawn.Item1.Item1, drawn.Item1.Item2, drawn.Item2.Item1, drawn.Item2.Item2))
        .ArrayOf().Resize(40);

    private static readonly Gen<OrderSource> Sources = Gen.Elements(OrderSource.Card, OrderSource.Rating);

    [Fact]
    public void AnyCourse_SkipsNoStepAndClimbsOneRungAtATime() => ForAll((story, name, move) =>
    {
        var (before, rung) = (story.State.Status, story.State.Rung);
        move();
        var after = story.State.Status;
        Assert.True(
            after == before || Allowed[before].Contains(after) || IsReversal(name, before, after),
            $"{before} → {after}");
        Assert.InRange(story.State.Rung - rung, 0, 1);
        Assert.Equal(story.State.HasEnded, story.Row.EndedAt is not null);
        Assert.Equal(story.State.Status, story.Row.State);
    });

    [Fact]
    public void AnyCourse_TakesStepsOfThoseWhoMayAlone() => ForAll((story, _, move) =>
    {
        var row = story.Row;
        move();
        foreach (var step in story.LastEvents.OfType<OrderStepTaken>())
        {
            var supervises = step.Step is OrderStep.Verify or OrderStep.Decide;
            Assert.Contains(step.By.Role, supervises ? SupervisorRoles : UnitRoles);
            Assert.True(row.Unit.IsWithin(step.By.Organisation), $"{step.By} took {step.Step} of {row.Unit}");
        }
    });

    [Fact]
    public void AnyCourse_KeepsEveryCauseOnceStandingOrWithdrawn() => ForAll((story, _, move) =>
    {
        move();
        var given = story.Events.Select(@event => @event switch
        {
            OrderIssued e => e.Cause.Reference,
            CauseAdded e => e.Cause.Reference,
            _ => null,
        }).OfType<string>().ToArray();
        Assert.Equal(given.Distinct(), given);
        Assert.Equal(given.Order(), story.State.Causes.Concat(story.State.Withdrawn)
            .Select(cause => cause.Reference).Order());
        Assert.True(story.State.HasEnded || !story.State.Causes.IsEmpty);
    });

    [Fact]
    public void AnyCourse_RefusedOrNot_ReplaysToAnEqualOrderAlsoFromASnapshot() => ForAll((story, _, move) =>
    {
        move();
        Assert.True(story.Refusal is null || story.LastEvents.IsEmpty);
        var events = Stored([.. story.Events]);
        var snapshot = Text(OrderStory.Fold(events[..(events.Length / 2)]));
        var restored = JsonSerializer.Deserialize(snapshot, StoredJson.Storage.EntityState)!;
        Assert.Equal(Text(story.State), Text(OrderStory.Fold(events)));
        Assert.Equal(Text(story.State), Text(OrderStory.Fold(events[(events.Length / 2)..], (OrderState)restored)));
    });

    [Fact]
    public void AnyTick_LeavesALaterDeadlineOrNone() => ForAll((story, _, move) =>
    {
        move();
        if (story.State.Deadline is { } deadline)
        {
            Assert.True(story.Tick(deadline).State.Deadline is not { } next || next > deadline);
        }
    });

    /// <summary>Late truth may take the last cause away from an order wherever it stands.</summary>
    private static bool IsReversal(string name, OrderStatus before, OrderStatus after) =>
        name == "withdraw" && after == OrderStatus.Revoked && before is not OrderStatus.Closed;

    private static void ForAll(Action<OrderStory, string, Action> check) => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Zip(Sources, Courses).ToArbitrary(), sample =>
        {
            var story = OrderStory.Issued(sample.Item1);
            var now = ClockSamples.At(OrderStory.Begin);
            foreach (var move in sample.Item2)
            {
                now = now.AddHours(move.Hours);
                check(story, move.Name, () => Take(story, move, now));
            }
        }));

    private static void Take(OrderStory story, Move move, DateTimeOffset now)
    {
        switch (move.Name)
        {
            case "tick":
                story.Tick(now);
                break;
            case "add":
                story.Do(now, new AddCause(OrderStory.Cause(move.Cause)) { Source = "/t", Id = move.Cause });
                break;
            case "withdraw":
                var reference = story.State.Causes.FirstOrDefault()?.Reference ?? move.Cause;
                story.Do(now, new WithdrawCause(reference, "late") { Source = "/t", Id = move.Cause });
                break;
            default:
                story.Do(now, OrderStory.Step(move.Name, move.By));
                break;
        }
    }

    private static ImmutableArray<DomainEvent> Stored(ImmutableArray<DomainEvent> events)
    {
        var codec = new JsonEventCodec();
        var stored = new ArrayBufferWriter<byte>();
        codec.Encode(events, stored);
        return codec.Decode(stored.WrittenMemory);
    }

    private static string Text(OrderState state) =>
        JsonSerializer.Serialize<EntityState>(state, StoredJson.Storage.EntityState);

    /// <summary>What somebody tries next.</summary>
    /// <param name="Name">A step, a tick, or a cause that is added or withdrawn.</param>
    /// <param name="Hours">How long after the one before.</param>
    /// <param name="By">Who; null is whoever's turn it is.</param>
    /// <param name="Cause">Reference of a cause that is added.</param>
    private sealed record Move(string Name, int Hours, Actor? By, string Cause);
}
