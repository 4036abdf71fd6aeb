using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;

namespace Supervision.Core.Draws;

/// <summary>Somebody who gives a part of the seed.</summary>
/// <param name="Name">Name in the record.</param>
/// <param name="Account">Id of the account that speaks for it.</param>
public sealed record Party(string Name, string Account);

/// <summary>A round of a public beacon, fixed before it is known.</summary>
/// <param name="Chain">Hash of the chain.</param>
/// <param name="Round">The round, from 1.</param>
/// <param name="At">When it becomes known.</param>
public sealed record BeaconRound(string Chain, long Round, DateTimeOffset At);

/// <summary>What is planned: fixed from the beginning.</summary>
/// <param name="Title">What it is about, 1 to 200 characters.</param>
/// <param name="Kind">What it draws from.</param>
/// <param name="Selection">In words, which objects the pool holds.</param>
/// <param name="Parties">Who gives a part of the seed; two at least, or a beacon.</param>
/// <param name="Beacon">The beacon's round; null in a draw without.</param>
/// <param name="RevealWithin">How long parties have to reveal, one minute to 30 days.</param>
/// <param name="Previous">The draw that it repeats; null when it repeats none.</param>
/// <param name="Reason">Why it repeats it.</param>
/// <param name="For">What it is made for in the yearly plan; null when nothing planned it.</param>
/// <param name="Request">Whose request it was, when they numbered it: sent again it is the same draw.</param>
public sealed record DrawPlan(
    string Title, DrawKind Kind, string Selection, ImmutableArray<Party> Parties, BeaconRound? Beacon,
    TimeSpan RevealWithin, string? Previous, string Reason, DrawDuty? For = null, string? Request = null);

/// <summary>Something somebody does with a draw.</summary>
public abstract record DrawCommand : Command
{
    /// <summary>Who.</summary>
    public required Actor By { get; init; }
}

/// <summary>计划: begins a draw; parties may commit from now on.</summary>
public sealed record PlanDraw(DrawPlan Plan) : DrawCommand;

/// <summary>承诺: a party publishes the hash of its secret.</summary>
/// <param name="Party">Its name.</param>
/// <param name="Commitment">See <see cref="Digests.Commitment"/>.</param>
public sealed record CommitSecret(string Party, string Commitment) : DrawCommand;

/// <summary>冻结: rule and pool, which were checked and are kept durably, can no longer be changed.</summary>
/// <param name="Rule">How is drawn.</param>
/// <param name="Frozen">Hashes of rule and pool.</param>
/// <param name="Objects">Objects in the pool.</param>
public sealed record FreezePool(DrawRule Rule, FrozenDigests Frozen, int Objects) : DrawCommand;

/// <summary>揭示: a party says its secret.</summary>
public sealed record RevealSecret(string Party, string Secret) : DrawCommand;

/// <summary>The beacon's round is known.</summary>
public sealed record GiveBeacon(string Randomness, string Signature) : DrawCommand;

/// <summary>中止: the draw comes to nothing, and stays on the record.</summary>
public sealed record AbortDraw(string Reason) : DrawCommand;

/// <summary>What the seed draws; sent by a reaction, anybody can compute it.</summary>
/// <param name="Drawn">In the order of the record.</param>
public sealed record RecordDrawn(ImmutableArray<Drawn> Drawn) : Command;

/// <summary>回避: an inspector is replaced by the next ticket.</summary>
/// <param name="Object">For which object.</param>
/// <param name="Inspector">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Replacement">Whose ticket is next.</param>
public sealed record ReplaceInspector(
    string Object, string Inspector, string Reason, string Replacement) : DrawCommand;

/// <summary>What was found at an object.</summary>
/// <param name="Object">Which.</param>
/// <param name="Result">What.</param>
public sealed record RecordInspection(string Object, InspectionResult Result) : DrawCommand;

/// <summary>Result of one inspection.</summary>
/// <param name="Failed">Points of the checklist that do not hold; empty when all is well.</param>
/// <param name="Words">What was seen, up to 4000 characters; needed when something does not hold.</param>
/// <param name="Attachments">Pictures, kept durably before.</param>
public sealed record InspectionResult(
    ImmutableArray<string> Failed, string Words, ImmutableArray<Attachment> Attachments);
