using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;

namespace Supervision.Core.Orders;

/// <summary>Open an order under the number the register gave; sent by a reaction.</summary>
/// <param name="Cause">Its first cause.</param>
public sealed record IssueOrder(OrderCause Cause) : Command;

/// <summary>Let an order stand for one more cause; sent by a reaction.</summary>
public sealed record AddCause(OrderCause Cause) : Command;

/// <summary>Late truth disproved a cause; sent by a reaction. An order without any cause left is revoked.</summary>
/// <param name="Reference">The cause.</param>
/// <param name="Because">What disproved it.</param>
public sealed record WithdrawCause(string Reference, string Because) : Command;

/// <summary>A step somebody takes.</summary>
public abstract record StepCommand : Command
{
    /// <summary>Longest words, in characters.</summary>
    public const int WordsMax = 4000;

    /// <summary>Who takes it.</summary>
    public required Actor By { get; init; }

    /// <summary>What they say; may be empty for an acknowledgement alone.</summary>
    public string Words { get; init; } = "";

    /// <summary>
    /// Steps the order had when they looked at it; when somebody has come first, the command is refused. Null skips the
    /// comparison, not the rules.
    /// </summary>
    public int? Seen { get; init; }

    /// <summary>Files that came with it, kept durably before it is sent.</summary>
    public ImmutableArray<Attachment> Attachments { get; init; } = [];

    /// <summary>Which step it is.</summary>
    public abstract OrderStep Step { get; }
}

/// <summary>签收.</summary>
public sealed record AcknowledgeOrder : StepCommand
{
    /// <inheritdoc />
    public override OrderStep Step => OrderStep.Acknowledge;
}

/// <summary>反馈.</summary>
public sealed record GiveFeedback : StepCommand
{
    /// <inheritdoc />
    public override OrderStep Step => OrderStep.Feedback;
}

/// <summary>整改; of a bad rating one of its five parts.</summary>
public sealed record ReportRectification : StepCommand
{
    /// <summary>The part; null means the next one.</summary>
    public RectifyPart? Part { get; init; }

    /// <inheritdoc />
    public override OrderStep Step => OrderStep.Rectify;
}

/// <summary>核查: a rectification that does not pass is to be done again.</summary>
public sealed record VerifyRectification : StepCommand
{
    /// <summary>Whether it holds.</summary>
    public required bool Passed { get; init; }

    /// <inheritdoc />
    public override OrderStep Step => OrderStep.Verify;
}

/// <summary>申诉.</summary>
public sealed record AppealOrder : StepCommand
{
    /// <inheritdoc />
    public override OrderStep Step => OrderStep.Appeal;
}

/// <summary>Decide an appeal, or close a verified order.</summary>
public sealed record DecideOrder : StepCommand
{
    /// <summary>The decision.</summary>
    public required OrderOutcome Outcome { get; init; }

    /// <summary>Codes of the acts somebody is held accountable for; only when closing.</summary>
    public ImmutableArray<string> Accountability { get; init; } = [];

    /// <inheritdoc />
    public override OrderStep Step => OrderStep.Decide;
}
