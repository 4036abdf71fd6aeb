using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Cases;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Reading;

namespace Supervision.Core.Complaints;

/// <summary>What a complaint remembers: its facts, and what was last decided from them.</summary>
public sealed record ComplaintState : EntityState, IAlertBearer
{
    /// <summary>Facts kept; of more, the first.</summary>
    public const int FactsKept = 32;

    /// <summary>Its facts by event time.</summary>
    public ImmutableArray<ComplaintFact> History { get; init; } = [];

    /// <summary>Limits and levels of its first fact's time; editing rules never changes them. Null before it.</summary>
    public ComplaintTerms? Terms { get; init; }

    /// <summary>Every card ever raised about it.</summary>
    public ImmutableArray<AlertMark> Alerts { get; init; } = [];

    /// <summary>The complaint as lists show it.</summary>
    public required ComplaintRow Row { get; init; }

    /// <summary>When time alone changes something next; null when it never will.</summary>
    public DateTimeOffset? Deadline { get; init; }
}

/// <summary>A fact as a complaint remembers it.</summary>
/// <param name="OccurredAt">Event time.</param>
/// <param name="Tie">Orders facts of one instant.</param>
/// <param name="Data">What happened.</param>
public sealed record ComplaintFact(
    DateTimeOffset OccurredAt, ulong Tie, [property: JsonConverter(typeof(FactDataConverter))] FactData Data);

/// <summary>Limits of complaints, as the rules said when the first fact of one came.</summary>
/// <param name="Limits">By class.</param>
/// <param name="Otherwise">Of a complaint without a class.</param>
/// <param name="Utmost">Of any complaint.</param>
/// <param name="Convention">How time runs.</param>
/// <param name="Levels">Thresholds of the clock of its class.</param>
public sealed record ComplaintTerms(
    ImmutableArray<ClassLimit> Limits, Limit Otherwise, Limit Utmost, Convention Convention,
    ImmutableArray<LevelRule> Levels);

/// <summary>The limit of one class of complaints.</summary>
public sealed record ClassLimit(string Class, Limit Limit);

/// <summary>The terms of a complaint are these for ever.</summary>
public sealed record ComplaintOpened(ComplaintTerms Terms) : DomainEvent;

/// <summary>The complaint as lists show it changed.</summary>
/// <param name="Before">As it was; null for a new one.</param>
/// <param name="After">As it is.</param>
public sealed record ComplaintMoved(ComplaintRow? Before, ComplaintRow After) : DomainEvent;
