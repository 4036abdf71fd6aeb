using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
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
        "tick",
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

    /// <summary>Few hours, so that ties and limits are met often.</summary>
    private static readonly Gen<(string Name, int Hours)[]> Courses = Gen.Zip(
        Gen.Elements(Names), Gen.Elements(0, 0, 1, 7, 24, 48)).ArrayOf().Resize(30);

    private static readonly Gen<OrderSource> Sources = Gen.Elements(OrderSource.Card, OrderSource.Rating);

    [Fact]
    public void AnyCourse_SkipsNoStepAndClimbsOneRungAtATime() => ForAll((story, move) =>
    {
        var (before, rung) = (story.State.Status, story.State.Rung);
        move();
        Assert.True(
            story.State.Status == before || Allowed[before].Contains(story.State.Status),
            $"{before} → {story.State.Status}");
        Assert.InRange(story.State.Rung - rung, 0, 1);
        Assert.Equal(story.State.HasEnded, story.Row.EndedAt is not null);
        Assert.Equal(story.State.Status, story.Row.State);
    });

    [Fact]
    public void AnyCourse_RefusedOrNot_ReplaysToAnEqualOrder() => ForAll((story, move) =>
    {
        move();
        var codec = new JsonEventCodec();
        var stored = new System.Buffers.ArrayBufferWriter<byte>();
        codec.Encode([.. story.Events], stored);
        var replayed = OrderStory.Fold(codec.Decode(stored.WrittenMemory));
        Assert.Equal(Text(story.State), Text(replayed));
        Assert.True(story.Refusal is null || story.LastEvents.IsEmpty);
    });

    [Fact]
    public void AnyTick_LeavesALaterDeadlineOrNone() => ForAll((story, move) =>
    {
        move();
        if (story.State.Deadline is { } deadline)
        {
            Assert.True(story.Tick(deadline).State.Deadline is not { } next || next > deadline);
        }
    });

    private static void ForAll(Action<OrderStory, Action> check) => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Zip(Sources, Courses).ToArbitrary(), sample =>
        {
            var story = OrderStory.Issued(sample.Item1);
            var now = ClockSamples.At(OrderStory.Begin);
            foreach (var (name, hours) in sample.Item2)
            {
                now = now.AddHours(hours);
                check(story, () =>
                {
                    if (name == "tick") story.Tick(now);
                    else story.Do(now, OrderStory.Step(name));
                });
            }
        }));

    private static string Text(OrderState state) =>
        System.Text.Json.JsonSerializer.Serialize<EntityState>(state, StoredJson.Storage.EntityState);
}
