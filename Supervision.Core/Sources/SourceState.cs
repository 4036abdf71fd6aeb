using System.Collections.Immutable;
using Supervision.Core.Cases;
using Supervision.Core.Entities;

namespace Supervision.Core.Sources;

/// <summary>What is remembered of a source: when it last spoke, and whether it has gone silent.</summary>
public sealed record SourceState : EntityState, IAlertBearer
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was last heard; null before its first heartbeat, from which on it is listened for.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>Findings that are remembered, the latest.</summary>
    public const int AlertsMax = 64;

    /// <summary>Its silence, and what was done to it that nobody should do; the latest.</summary>
    public ImmutableArray<AlertMark> Alerts { get; init; } = [];

    /// <summary>When it will have been silent for too long; null while it is, or before its first heartbeat.</summary>
    public DateTimeOffset? Deadline { get; init; }
}

/// <summary>A source was heard by a fact about something else; sent by a reaction, now and then.</summary>
public sealed record HearSource : Command;

/// <summary>A source was heard.</summary>
public sealed record SourceHeard(DateTimeOffset At) : DomainEvent;
