using System.Globalization;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Tests.Support;

namespace Supervision.Tests.Simulation;

/// <summary>
/// People who see to orders: mostly whoever's turn it is, sometimes the wrong one, out of turn, twice, or on what they
/// saw a moment ago.
/// </summary>
internal sealed class SimulatedPeople(Random chance)
{
    private static readonly string[] Steps =
        ["acknowledge", "feedback", "rectify", "verify", "fail", "appeal", "upheld", "revoked", "returned", "close"];

    private static readonly Actor[] Anybody =
    [
        OrderStory.Clerk, OrderStory.Manager, OrderStory.CentreLeader, OrderStory.GovernmentLeader,
        OrderStory.Inspector, OrderStory.OtherInspector,
    ];

    private int sent;

    /// <summary>Somebody takes a step of some order, if there is one.</summary>
    public async Task ActAsync(SimulatedSystem system)
    {
        var orders = system.Orders.Find(new OrderQuery(Limit: 20)).Items;
        if (orders.Count == 0)
        {
            return;
        }

        var order = orders[chance.Next(orders.Count)];
        var command = Draw(order);
        var stream = new StreamId(EntityKind.Order, order.No);
        for (var times = chance.Next(1, 3); times > 0; times--)
        {
            await SendAsync(system, stream, command);
        }
    }

    private StepCommand Draw(OrderRow order)
    {
        var name = chance.Next(4) == 0 || order.WaitsFor is not { } step
            ? Steps[chance.Next(Steps.Length)]
            : Name(order.State, step);
        var by = chance.Next(4) == 0
            ? Anybody[chance.Next(Anybody.Length)]
            : name is "acknowledge" or "feedback" or "rectify" or "appeal"
                ? Answering(order)
                : OrderStory.Inspector;
        return OrderStory.Step(name, by, chance.Next(3) == 0 ? order.Steps : null) with
        {
            Id = (sent++).ToString(CultureInfo.InvariantCulture),
        };
    }

    private static Actor Answering(OrderRow order) => order.Person is { } person
        ? new(person, "经办", Role.Clerk, order.Unit.Hall)
        : new("M9", "经理", Role.Manager, order.Unit.Hall);

    private static string Name(OrderStatus state, OrderStep step) => step switch
    {
        OrderStep.Decide => state == OrderStatus.Verified ? "close" : "revoked",
        _ => step.ToString().ToLowerInvariant(),
    };

    private static async Task SendAsync(SimulatedSystem system, StreamId stream, StepCommand command)
    {
        try
        {
            await system.Engine.CommandAsync(stream, command, CancellationToken.None);
        }
        catch (JournalUnavailableException)
        {
            // People are told that it did not work; what became of it is seen in the journal.
        }
    }
}
