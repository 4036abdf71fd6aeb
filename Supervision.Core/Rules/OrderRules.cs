using System.Collections.Frozen;
using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;

namespace Supervision.Core.Rules;

/// <summary>When supervision orders are opened and how long each step may take (domain.md section 6).</summary>
public sealed record OrderRules
{
    /// <summary>Levels of cards that open an order; default yellow and red.</summary>
    public required FrozenSet<AlertLevel> CardLevels { get; init; }

    /// <summary>Levels of findings that open an order; default yellow and red.</summary>
    public required FrozenSet<AlertLevel> FindingLevels { get; init; }

    /// <summary>Ratings of this score and below open an order; 0 means that none does. Default 2 (S4).</summary>
    public required int BadRatingMax { get; init; }

    /// <summary>Limits of the steps of an ordinary order.</summary>
    public required OrderLimits Limits { get; init; }

    /// <summary>Limits of the steps of an order about a bad rating (S4).</summary>
    public required OrderLimits RatingLimits { get; init; }

    /// <summary>
    /// How long the section head and the centre leader may leave a step unanswered before it climbs on; exactly two.
    /// The handler has the limit of the step itself, and above the government leader there is nobody.
    /// </summary>
    public required ImmutableArray<Limit> Ladder { get; init; }

    /// <summary>How long the responsible party may appeal after the order came to its level; default 5 working
    /// days.</summary>
    public required Limit Appeal { get; init; }

    /// <summary>Causes of one code and one unit within this time of the first share an order; default 30
    /// minutes.</summary>
    public required TimeSpan GroupWindow { get; init; }

    /// <summary>Causes one order takes at most; default 200.</summary>
    public required int GroupMax { get; init; }

    /// <summary>
    /// A cause that became known more working days than this after it happened opens no order: somebody loads the
    /// past; default 60.
    /// </summary>
    public int CauseDaysMax { get; init; } = 60;

    /// <summary>
    /// How long after the link of a hall is back its cards wait for facts that come late; default 30 minutes.
    /// </summary>
    public TimeSpan CatchUp { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Accountability acts by code: kinds of subject by acts (S1: 4 × 32). The texts are in no source, so the table is
    /// loaded; default empty.
    /// </summary>
    public required FrozenDictionary<string, AccountabilityAct> Accountability { get; init; }
}

/// <summary>The limits of an order's steps.</summary>
/// <param name="Acknowledge">From the issue.</param>
/// <param name="Feedback">From the acknowledgement.</param>
/// <param name="Rectify">From the issue, or from a verification that was not passed.</param>
/// <param name="Verify">From the report of rectification; also for closing, from the verification.</param>
/// <param name="Decide">From the appeal.</param>
public sealed record OrderLimits(Limit Acknowledge, Limit Feedback, Limit Rectify, Limit Verify, Limit Decide);

/// <summary>An act somebody is held accountable for (S1).</summary>
/// <param name="Code">Identifier used when an order is closed.</param>
/// <param name="Subject">Kind of subject.</param>
/// <param name="Name">Name people read.</param>
public sealed record AccountabilityAct(string Code, string Subject, string Name);
