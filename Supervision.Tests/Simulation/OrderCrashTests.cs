using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Orders;
using Supervision.Core.Reading;
using Supervision.Tests.Engine;
using Supervision.Tests.Support;

namespace Supervision.Tests.Simulation;

/// <summary>
/// The same facts at the same instants, once in peace and once with the process killed between any two steps of engine
/// and reactions: the orders are equal.
/// </summary>
public sealed class OrderCrashTests(ITestOutputHelper output)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromHours(5), TimeSpan.FromDays(1), TimeSpan.FromDays(3)];

    [Fact]
    public void KilledAtAnyStep_OrdersAreThoseOfAPeacefulRun()
    {
        var first = Random.Shared.Next(1000, int.MaxValue / 2);
        output.WriteLine($"seeds 1 to 15, {first} to {first + 9}");
        foreach (var seed in Enumerable.Range(1, 15).Concat(Enumerable.Range(first, 10)))
        {
            var peaceful = OrdersOf(seed, crashes: false);
            Assert.True(peaceful == OrdersOf(seed, crashes: true), $"seed {seed}: orders differ");
            Assert.True(seed > 15 || peaceful.Length > 0, $"seed {seed} opened no order at all");
        }
    }

    private static string OrdersOf(int seed, bool crashes)
    {
        var (script, chance) = (new Random(seed), new Random(seed + 1));
        using var story = new EngineStory(seed: seed, reacts: true);
        var cases = script.Next(3, 12);
        for (var round = 0; round < 8; round++)
        {
            Fact[] facts = [.. Enumerable.Range(0, script.Next(1, 8)).Select(i => FactOf(script, cases, round, i))];
            var pause = Pauses[script.Next(Pauses.Length)];
            Happen(story, crashes ? chance : null, facts);
            story.Time.Advance(pause);
            Happen(story, crashes ? chance : null, facts);
        }

        Assert.Null(story.System.ReactionFault);
        return string.Join('\n', story.System.Orders.Find(new OrderQuery(Limit: 1000)).Items
            .Select(order => TextOf(story, order)).Order(StringComparer.Ordinal));
    }

    /// <summary>Sends facts, is killed up to three times on the way, and sends what was not answered again.</summary>
    private static void Happen(EngineStory story, Random? chance, Fact[] facts)
    {
        for (var kills = chance?.Next(0, 4) ?? 0; kills > 0; kills--)
        {
            _ = story.Begun(facts);
            story.Run(chance!.Next(0, 400));
            story.Crash(seed: chance.Next(), settles: false);
        }

        story.Submitted(facts);
        story.Run();
    }

    private static Fact FactOf(Random script, int cases, int round, int i) => EngineStory.Fact(
        $"{round}-{i}", $"C-{script.Next(cases)}", $"2018-10-{script.Next(10, 20)} {script.Next(9, 17)}:00",
        script.Next(6) switch
        {
            0 => new CaseFinished { Handler = "U3" },
            1 => new CaseStageEntered { Stage = "审查", Handler = "U2" },
            2 => new CaseFeeCharged { Amount = 60, Where = "W02" },
            _ => CaseStory.Accepted(script.Next(1, 4)) with { Hall = "H1", Window = $"W0{script.Next(1, 3)}" },
        });

    /// <summary>All but the number and what depends on which of several causes came first.</summary>
    private static string TextOf(EngineStory story, OrderRow row)
    {
        var state = (OrderState)EngineStory.Answered(story.Read(new StreamId(EntityKind.Order, row.No)))!.State;
        return string.Join(' ',
            row.Source, row.Code, row.Unit, row.State, row.Person, row.Rung, row.IssuedAt, row.DueAt, row.EndedAt,
            row.Causes, "standing", string.Join(',', References(state.Causes)), "withdrawn",
            string.Join(',', References(state.Withdrawn)));
    }

    private static IEnumerable<string> References(IEnumerable<CauseMark> causes) =>
        causes.Select(cause => cause.Reference).Order(StringComparer.Ordinal);
}
