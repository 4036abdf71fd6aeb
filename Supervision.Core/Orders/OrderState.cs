using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.Reading;

namespace Supervision.Core.Orders;

/// <summary>What an order remembers.</summary>
public sealed record OrderState : EntityState
{
    /// <summary>Its number.</summary>
    public required string No { get; init; }

    /// <summary>As lists show it; null before it was issued.</summary>
    public OrderRow? Row { get; init; }

    /// <summary>The rules it lives under; null before it was issued.</summary>
    public OrderTerms? Terms { get; init; }

    /// <summary>Its causes that stand.</summary>
    public ImmutableArray<CauseMark> Causes { get; init; } = [];

    /// <summary>Causes that late truth disproved.</summary>
    public ImmutableArray<CauseMark> Withdrawn { get; init; } = [];

    /// <summary>Where it stands.</summary>
    public OrderStatus Status { get; init; }

    /// <summary>Who has to see to it.</summary>
    public LadderRung Rung { get; init; }

    /// <summary>Since when that rung has.</summary>
    public DateTimeOffset RungSince { get; init; }

    /// <summary>Since when the clock of what it waits for runs.</summary>
    public DateTimeOffset WaitsSince { get; init; }

    /// <summary>Whether the running clock is the rung's own, because the step's limit has passed.</summary>
    public bool HasClimbed { get; init; }

    /// <summary>Start of the rectification limit: the issue, or the last verification that was not passed.</summary>
    public DateTimeOffset RectifySince { get; init; }

    /// <summary>Parts of a bad rating's rectification that are done, in this round.</summary>
    public int PartsDone { get; init; }

    /// <summary>Appeals, during which the clock of the responsible unit stands still.</summary>
    public ImmutableArray<AppealSpan> Appeals { get; init; } = [];

    /// <summary>Rungs at which an appeal was decided; each may appeal once.</summary>
    public ImmutableArray<LadderRung> Appealed { get; init; } = [];

    /// <summary>Where it stood before the appeal that is open.</summary>
    public OrderStatus BeforeAppeal { get; init; }

    /// <summary>Id of the person who appealed last: somebody else decides.</summary>
    public string? Appellant { get; init; }

    /// <summary>Id of the person who reported the rectification: somebody else verifies.</summary>
    public string? Rectifier { get; init; }

    /// <summary>Steps people have taken.</summary>
    public int Steps { get; init; }

    /// <summary>Name of whoever took the last step.</summary>
    public string? LastBy { get; init; }

    /// <summary>Whether somebody was reminded of what it waits for now.</summary>
    public bool Reminded { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When time alone changes something; null when it never will.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Whether it is closed or revoked.</summary>
    public bool HasEnded => Status is OrderStatus.Closed or OrderStatus.Revoked;

    /// <summary>Whether it is rectified in the five parts of S4.</summary>
    public bool IsInParts => Row?.Source == OrderSource.Rating;

    /// <summary>The cause of a reference, standing or withdrawn; null when it has no such cause.</summary>
    public CauseMark? CauseOf(string reference) =>
        Causes.Concat(Withdrawn).FirstOrDefault(cause => cause.Reference == reference);

    /// <summary>What it waits for; null once it has ended.</summary>
    public OrderStep? WaitsFor => Status switch
    {
        OrderStatus.Issued => OrderStep.Acknowledge,
        OrderStatus.Acknowledged => OrderStep.Feedback,
        OrderStatus.Feedback => OrderStep.Rectify,
        OrderStatus.Rectified => OrderStep.Verify,
        OrderStatus.Verified or OrderStatus.Appealed => OrderStep.Decide,
        _ => null,
    };
}

/// <summary>An appeal.</summary>
/// <param name="From">When it was made.</param>
/// <param name="To">When it was decided; null while it is open.</param>
public sealed record AppealSpan(DateTimeOffset From, DateTimeOffset? To);
