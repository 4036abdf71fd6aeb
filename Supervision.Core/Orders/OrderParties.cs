using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;

namespace Supervision.Core.Orders;

/// <summary>
/// Who may take which step. The responsible unit answers: its clerk (the named one, when one is named), its manager,
/// and from the rung it has climbed to its leaders. The inspectors verify and decide; leaders of everything decide
/// appeals too. Nobody decides what they did themselves.
/// </summary>
public static class OrderParties
{
    /// <summary>Whether a person may take a step now; null when they may.</summary>
    public static Refusal? Refuse(OrderState state, StepCommand command)
    {
        var row = state.Row!;
        var by = command.By;
        return command.Step switch
        {
            OrderStep.Verify or OrderStep.Decide when !MaySupervise(row, by, state.Status) => new(
                "order.notYours", $"{by.Name} ({Name(by.Role)}) may not verify or decide order {row.No}.",
                "An inspector (纪检监察) of this organisation does that."),
            OrderStep.Verify or OrderStep.Decide when by.Id == Barred(state) => new(
                "order.own", $"{by.Name} took part in what is to be decided.", "Somebody else does that."),
            OrderStep.Verify or OrderStep.Decide => null,
            _ when !MayAnswer(row, by) => new(
                "order.notYours", $"{by.Name} ({Name(by.Role)}) does not answer for order {row.No} at this rung.",
                "The responsible person, the unit's manager, or the leader it has climbed to answers."),
            _ => null,
        };
    }

    /// <summary>Whether a person answers for an order: acknowledges, gives feedback, rectifies, appeals.</summary>
    public static bool MayAnswer(OrderRow row, Actor by) => by.Role switch
    {
        Role.Clerk => row.Person is null
            ? by.Organisation is not null && row.Unit.IsWithin(by.Organisation)
            : row.Person == by.Staff,
        Role.Manager => by.Organisation is not null && row.Unit.IsWithin(by.Organisation),
        Role.Leader when by.Organisation is not null =>
            row.Rung >= LadderRung.CentreLeader && row.Unit.IsWithin(by.Organisation),
        Role.Leader => row.Rung >= LadderRung.GovernmentLeader,
        _ => false,
    };

    /// <summary>Whether a person verifies and decides.</summary>
    public static bool MaySupervise(OrderRow row, Actor by, OrderStatus status) => by.Role switch
    {
        Role.Inspector => row.Unit.IsWithin(by.Organisation),
        Role.Leader => by.Organisation is null && status == OrderStatus.Appealed,
        _ => false,
    };

    /// <summary>The account that took part in what is to be verified or decided now; null for nobody.</summary>
    public static string? Barred(OrderState state) => state.Status switch
    {
        OrderStatus.Rectified => state.Rectifier,
        OrderStatus.Appealed => state.Appellant,
        _ => null,
    };

    private static string Name(Role role) => role.ToString().ToLowerInvariant();
}
