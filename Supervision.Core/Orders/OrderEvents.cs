using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Core.Orders;

/// <summary>Why there is an order.</summary>
/// <param name="Source">What kind of cause it is.</param>
/// <param name="Reference">Tells it from every other cause for ever: an alert's id, a fact's (source, id).</param>
/// <param name="Code">What was found, such as <c>promised.yellow</c>; causes of one code and one unit are
/// grouped.</param>
/// <param name="Severity">Level of the card or finding; null where there is none.</param>
/// <param name="Subject">The case, window or complaint.</param>
/// <param name="At">Event time.</param>
/// <param name="Unit">Who answers for it.</param>
/// <param name="Person">The person who does; null means the unit.</param>
/// <param name="Because">Why, in words for a reader.</param>
/// <param name="By">Who issued it by hand; null for the system.</param>
/// <param name="Former">The order that stood for the same card before late truth revoked it; null for none.</param>
public sealed record OrderCause(
    OrderSource Source, string Reference, string Code, AlertLevel? Severity, string Subject, DateTimeOffset At,
    OrderUnit Unit, string? Person, string? Because, Actor? By = null, string? Former = null)
{
    /// <summary>What an order keeps of it.</summary>
    [JsonIgnore]
    public CauseMark Mark => new(Reference, Subject);
}

/// <summary>A cause as an order remembers it.</summary>
public sealed record CauseMark(string Reference, string Subject);

/// <summary>The rules an order lives under: editing the rule book never changes its past.</summary>
/// <param name="Limits">Of its steps.</param>
/// <param name="Ladder">Of the section head and the centre leader.</param>
/// <param name="Appeal">How long an appeal may be made.</param>
/// <param name="Convention">How time runs.</param>
/// <param name="Levels">When somebody is reminded before a limit.</param>
public sealed record OrderTerms(
    OrderLimits Limits, ImmutableArray<Limit> Ladder, Limit Appeal, Convention Convention,
    ImmutableArray<LevelRule> Levels);

/// <summary>An order was opened.</summary>
public sealed record OrderIssued(OrderCause Cause, OrderTerms Terms, DateTimeOffset At) : DomainEvent;

/// <summary>The order stands for one more cause.</summary>
public sealed record CauseAdded(OrderCause Cause, DateTimeOffset At) : DomainEvent;

/// <summary>Late truth disproved a cause.</summary>
public sealed record CauseWithdrawn(string Reference, string Because, DateTimeOffset At) : DomainEvent;

/// <summary>Somebody took a step.</summary>
/// <param name="Step">Which.</param>
/// <param name="By">Who.</param>
/// <param name="At">Recording time.</param>
/// <param name="Words">What they said.</param>
/// <param name="Part">Part of a bad rating's rectification.</param>
/// <param name="Passed">Whether a verification was passed.</param>
/// <param name="Outcome">What a decision says.</param>
/// <param name="Accountability">Codes of the acts somebody is held accountable for; null means none.</param>
/// <param name="Attachments">Files that came with it; null means none.</param>
public sealed record OrderStepTaken(
    OrderStep Step, Actor By, DateTimeOffset At, string Words, RectifyPart? Part = null, bool? Passed = null,
    OrderOutcome? Outcome = null, ImmutableArray<string>? Accountability = null,
    ImmutableArray<Attachment>? Attachments = null) : DomainEvent;

/// <summary>A limit is near: whoever has to see to the order is reminded.</summary>
public sealed record OrderReminded(AlertLevel Level, DateTimeOffset At) : DomainEvent;

/// <summary>What it waited for was not done in time: the next rung of the ladder has to see to it.</summary>
/// <param name="Rung">The rung it climbed to.</param>
/// <param name="DueAt">The limit that passed.</param>
/// <param name="At">When it climbed.</param>
public sealed record OrderClimbed(LadderRung Rung, DateTimeOffset DueAt, DateTimeOffset At) : DomainEvent;

/// <summary>
/// The order is taken back: a reversal of its issue. What it stood for has no effect on scores from here on.
/// </summary>
/// <param name="Because">Why.</param>
/// <param name="Causes">The causes reversed with it: their cards are revoked, too.</param>
/// <param name="By">Who decided it; null when late truth did.</param>
public sealed record OrderRevoked(
    string Because, ImmutableArray<CauseMark> Causes, Actor? By, DateTimeOffset At) : DomainEvent;

/// <summary>The order as lists and figures show it changed.</summary>
/// <param name="Before">As it was; null for a new order.</param>
/// <param name="After">As it is.</param>
public sealed record OrderMoved(OrderRow? Before, OrderRow After) : DomainEvent;
