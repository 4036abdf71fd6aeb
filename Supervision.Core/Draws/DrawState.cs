using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;

namespace Supervision.Core.Draws;

/// <summary>What a draw remembers.</summary>
public sealed record DrawState : EntityState
{
    /// <summary>Its number.</summary>
    public required string No { get; init; }

    /// <summary>As lists show it; null before it was planned.</summary>
    public DrawRow? Row { get; init; }

    /// <summary>What was planned; null before.</summary>
    public DrawPlan? Plan { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset PlannedAt { get; init; }

    /// <summary>Name of whoever planned it.</summary>
    public string PlannedBy { get; init; } = "";

    /// <summary>What each party gave so far, in the order they were named.</summary>
    public ImmutableArray<PartyShare> Shares { get; init; } = [];

    /// <summary>How is drawn; null before the pool is frozen.</summary>
    public DrawRule? Rule { get; init; }

    /// <summary>What was frozen; null before.</summary>
    public FrozenDigests? Frozen { get; init; }

    /// <summary>When it was; null before.</summary>
    public DateTimeOffset? FrozenAt { get; init; }

    /// <summary>Objects in the pool.</summary>
    public int Objects { get; init; }

    /// <summary>The beacon's value; null before, and in a draw without.</summary>
    public BeaconRecord? Beacon { get; init; }

    /// <summary>The seed; null before it is known.</summary>
    public string? Seed { get; init; }

    /// <summary>What was drawn; whom amendments replaced is still in it.</summary>
    public ImmutableArray<Drawn> Drawn { get; init; } = [];

    /// <summary>When; null before.</summary>
    public DateTimeOffset? DrawnAt { get; init; }

    /// <summary>Digest of its record; null before.</summary>
    public string? Digest { get; init; }

    /// <summary>Inspectors replaced, in order.</summary>
    public ImmutableArray<Amendment> Amendments { get; init; } = [];

    /// <summary>Results, in the order they came.</summary>
    public ImmutableArray<Inspected> Results { get; init; } = [];

    /// <summary>Why it came to nothing; null while it did not.</summary>
    public string? AbortReason { get; init; }

    /// <summary>When a missing reveal aborts it; null when none can.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Where it stands.</summary>
    [JsonIgnore]
    public DrawStatus Status => this switch
    {
        { AbortReason: not null } => DrawStatus.Aborted,
        { DrawnAt: not null } when Results.Length == Drawn.Length => DrawStatus.Done,
        { DrawnAt: not null } => DrawStatus.Drawn,
        { Seed: not null } => DrawStatus.Seeded,
        { FrozenAt: not null } => DrawStatus.Revealing,
        _ => DrawStatus.Committing,
    };

    /// <summary>What was found at an object; null before it was inspected.</summary>
    public Inspected? ResultOf(string id) => Results.FirstOrDefault(result => result.Object == id);

    /// <summary>Who inspects an object now: those drawn, and whoever replaced one of them.</summary>
    public IEnumerable<string> InspectorsOf(Drawn drawn)
    {
        var inspectors = drawn.Inspectors;
        foreach (var amendment in Amendments)
        {
            if (amendment.Object == drawn.Object)
            {
                inspectors = inspectors.Replace(amendment.Inspector, amendment.Replacement);
            }
        }

        return inspectors;
    }
}

/// <summary>What one party gave.</summary>
/// <param name="Party">Who.</param>
/// <param name="Commitment">Null before it committed.</param>
/// <param name="CommittedAt">When.</param>
/// <param name="Secret">Null before it revealed.</param>
/// <param name="RevealedAt">When.</param>
public sealed record PartyShare(
    Party Party, string? Commitment = null, DateTimeOffset? CommittedAt = null, string? Secret = null,
    DateTimeOffset? RevealedAt = null);

/// <summary>An inspection that took place.</summary>
/// <param name="Object">Of what.</param>
/// <param name="By">Name of whoever recorded it.</param>
/// <param name="At">When.</param>
/// <param name="Result">What was found.</param>
public sealed record Inspected(string Object, string By, DateTimeOffset At, InspectionResult Result);

/// <summary>A draw was planned.</summary>
public sealed record DrawPlanned(DrawPlan Plan, Actor By, DateTimeOffset At) : DomainEvent;

/// <summary>A party committed.</summary>
public sealed record SecretCommitted(string Party, string Commitment, DateTimeOffset At) : DomainEvent;

/// <summary>The pool was frozen.</summary>
public sealed record PoolFrozen(
    DrawRule Rule, FrozenDigests Frozen, int Objects, Actor By, DateTimeOffset At) : DomainEvent;

/// <summary>A party revealed.</summary>
public sealed record SecretRevealed(string Party, string Secret, DateTimeOffset At) : DomainEvent;

/// <summary>The beacon's round became known.</summary>
public sealed record BeaconGiven(BeaconRecord Beacon, Actor By, DateTimeOffset At) : DomainEvent;

/// <summary>Everything the seed is made of is known.</summary>
public sealed record DrawSeeded(string Seed, DateTimeOffset At) : DomainEvent;

/// <summary>It was drawn.</summary>
public sealed record DrawCarriedOut(ImmutableArray<Drawn> Drawn, string Digest, DateTimeOffset At) : DomainEvent;

/// <summary>An inspector was replaced; the record has a new digest.</summary>
public sealed record InspectorReplaced(Amendment Amendment, string Digest, Actor By) : DomainEvent;

/// <summary>An object was inspected.</summary>
public sealed record ObjectInspected(string Object, InspectionResult Result, Actor By, DateTimeOffset At)
    : DomainEvent;

/// <summary>It came to nothing.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who ended it; null when time did.</param>
/// <param name="At">When.</param>
public sealed record DrawAborted(string Reason, Actor? By, DateTimeOffset At) : DomainEvent;

/// <summary>What lists show of it changed.</summary>
public sealed record DrawMoved(DrawRow? Before, DrawRow After) : DomainEvent;
