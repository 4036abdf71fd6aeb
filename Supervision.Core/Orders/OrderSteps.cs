using System.Diagnostics;
using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Core.Orders;

/// <summary>Whether a step may be taken, and what follows from it.</summary>
internal static class OrderSteps
{
    /// <summary>The refusal of a step, or null when it may be taken.</summary>
    public static Refusal? Refuse(OrderState state, StepCommand command, DecisionContext context) =>
        OutOfTurn(state, command) ?? OrderParties.Refuse(state, command) ?? BadWords(command) ?? command switch
        {
            ReportRectification rectify => WrongPart(state, rectify),
            AppealOrder => NoAppeal(state, context),
            DecideOrder decide => WrongOutcome(state, decide, context.Rules.Orders),
            _ => null,
        };

    /// <summary>The event of a step that may be taken.</summary>
    public static OrderStepTaken Take(OrderState state, StepCommand command, DateTimeOffset now)
    {
        var taken = new OrderStepTaken(command.Step, command.By, now, command.Words.Trim())
        {
            Attachments = command.Attachments is { IsDefaultOrEmpty: false } files ? files : null,
        };
        return command switch
        {
            ReportRectification when state.IsInParts => taken with { Part = (RectifyPart)state.PartsDone },
            VerifyRectification verify => taken with { Passed = verify.Passed },
            DecideOrder decide => taken with
            {
                Outcome = decide.Outcome,
                Accountability = decide.Accountability is { IsDefaultOrEmpty: false } codes ? codes : null,
            },
            _ => taken,
        };
    }

    /// <summary>The order after a step.</summary>
    public static OrderState Evolve(OrderState state, OrderStepTaken taken)
    {
        var after = state with { Steps = state.Steps + 1, LastBy = taken.By.Name };
        return taken.Step switch
        {
            OrderStep.Acknowledge => Waiting(after, OrderStatus.Acknowledged, taken.At),
            OrderStep.Feedback => Waiting(after, OrderStatus.Feedback, taken.At),
            OrderStep.Rectify => Rectified(after, taken),
            OrderStep.Verify when taken.Passed == true => Waiting(after, OrderStatus.Verified, taken.At),
            OrderStep.Verify => Waiting(after, OrderStatus.Feedback, taken.At) with
            {
                RectifySince = taken.At,
                PartsDone = 0,
            },
            OrderStep.Appeal => after with
            {
                Status = OrderStatus.Appealed,
                BeforeAppeal = state.Status,
                Appellant = taken.By.Id,
                Appeals = state.Appeals.Add(new(taken.At, null)),
            },
            OrderStep.Decide => Decided(after, taken),
            _ => throw new UnreachableException(taken.Step.ToString()),
        };
    }

    private static OrderState Waiting(OrderState state, OrderStatus status, DateTimeOffset since) =>
        state with { Status = status, WaitsSince = since, HasClimbed = false, Reminded = false };

    private static OrderState Rectified(OrderState state, OrderStepTaken taken)
    {
        var done = state.PartsDone + 1;
        return state.IsInParts && done < Enum.GetValues<RectifyPart>().Length
            ? state with { PartsDone = done, Rectifier = taken.By.Id }
            : Waiting(state, OrderStatus.Rectified, taken.At) with { PartsDone = done, Rectifier = taken.By.Id };
    }

    /// <summary>Revoked is left to the reversal, which is an event of its own.</summary>
    private static OrderState Decided(OrderState state, OrderStepTaken taken)
    {
        if (taken.Outcome == OrderOutcome.Closed)
        {
            return state with { Status = OrderStatus.Closed, EndedAt = taken.At };
        }

        return state with
        {
            Status = state.BeforeAppeal,
            Appeals = state.Appeals.SetItem(state.Appeals.Length - 1, state.Appeals[^1] with { To = taken.At }),
            Appealed = taken.Outcome == OrderOutcome.Upheld ? state.Appealed.Add(state.Rung) : state.Appealed,
        };
    }

    private static Refusal? OutOfTurn(OrderState state, StepCommand command)
    {
        if (state.HasEnded)
        {
            return new("order.ended", $"Order {state.No} is {state.Row!.State} and takes no more steps.",
                "Issue a new order if there is new cause.");
        }

        if (command.Seen is { } seen && seen != state.Steps)
        {
            return new("order.changed", $"{state.LastBy ?? "Somebody"} came first: order {state.No} has changed.",
                "Look at it again, then answer what it waits for now.");
        }

        var mayAppeal = command.Step == OrderStep.Appeal
            && state.Status is OrderStatus.Issued or OrderStatus.Acknowledged or OrderStatus.Feedback
                or OrderStatus.Rectified;
        return mayAppeal || command.Step == state.WaitsFor ? null : new(
            "order.outOfTurn", $"Order {state.No} waits for {Name(state.WaitsFor)}, not for {Name(command.Step)}.",
            "Take the step it waits for; none may be skipped.");
    }

    private static Refusal? BadWords(StepCommand command)
    {
        if (command.Words.Length > StepCommand.WordsMax)
        {
            return new("order.tooLong", $"The words have {command.Words.Length} characters.",
                $"Keep them to {StepCommand.WordsMax}.");
        }

        if (command.Attachments is { IsDefault: false, Length: > Attachment.PerStepMax } files)
        {
            return new("attachment.tooMany", $"There are {files.Length} attachments.",
                $"Send {Attachment.PerStepMax} at most with one step.");
        }

        return command.Step == OrderStep.Acknowledge || !string.IsNullOrWhiteSpace(command.Words) ? null : new(
            "order.wordless", $"{command.By.Name} said nothing.", "Say what was done, found or decided, and why.");
    }

    private static Refusal? WrongPart(OrderState state, ReportRectification command)
    {
        if (command.Part is not { } part)
        {
            return null;
        }

        if (!state.IsInParts)
        {
            return new("order.noParts", "Only a bad rating is rectified in parts.", "Leave the part out.");
        }

        var next = (RectifyPart)state.PartsDone;
        return part == next ? null : new(
            "order.partOutOfTurn", $"The rectification is at {next}, not at {part}.",
            "Take the five parts in their order; none may be skipped.");
    }

    private static Refusal? NoAppeal(OrderState state, DecisionContext context)
    {
        if (state.Appealed.Contains(state.Rung))
        {
            return new("order.appealedBefore", $"An appeal at this level ({state.Rung}) has been decided.",
                "Go on with the order; after it has climbed, the next level may appeal.");
        }

        var until = OrderClock.AppealUntil(state, context.Calendars.Of(state.Row!.Unit.Hall));
        return context.Now <= until ? null : new(
            "order.appealLate", $"The time for an appeal ended at {Alerts.Because.Instant(until)}.",
            "Go on with the order.");
    }

    private static Refusal? WrongOutcome(OrderState state, DecideOrder command, OrderRules rules)
    {
        var isClosing = command.Outcome == OrderOutcome.Closed;
        if (isClosing != (state.Status == OrderStatus.Verified))
        {
            return new("order.wrongOutcome", $"Order {state.No} is {state.Status}: it cannot be {command.Outcome} now.",
                "Close a verified order; decide an appeal as upheld, revoked or returned.");
        }

        var codes = command.Accountability.IsDefault ? [] : command.Accountability;
        if (codes.FirstOrDefault(code => !rules.Accountability.ContainsKey(code)) is { } unknown)
        {
            return new("order.unknownAct", $"'{unknown}' is no accountability act of the rule book.",
                "Name acts of orders.accountability, or none.");
        }

        return isClosing || codes.IsEmpty ? null : new(
            "order.earlyAct", "Accountability is decided when an order is closed.", "Leave the acts out.");
    }

    private static string Name(OrderStep? step) => step?.ToString().ToLowerInvariant() ?? "nothing";
}
