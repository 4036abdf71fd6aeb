using Supervision.Core.Facts;

namespace Supervision.Core.Entities;

/// <summary>What an entity remembers: immutable, small, and a fold of its events.</summary>
public abstract record EntityState;

/// <summary>Something that was decided. Its serialised form is the storage format: fields are only ever added.</summary>
public abstract record DomainEvent;

/// <summary>What an entity can be asked to react to.</summary>
public abstract record EntityInput;

/// <summary>A fact about the entity arrived.</summary>
public sealed record FactArrived(Fact Fact) : EntityInput;

/// <summary>Time passed; a hint that may come early, late or twice.</summary>
public sealed record Tick : EntityInput
{
    /// <summary>The one tick: it carries nothing, now is in the context.</summary>
    public static readonly Tick Instance = new();
}

/// <summary>The calendar or the rules changed under an open entity: read everything again.</summary>
/// <param name="Reason">Why, as the journal shows it.</param>
public sealed record Recompute(string Reason) : EntityInput;

/// <summary>A fact was recorded as it came.</summary>
public sealed record FactRecorded(Fact Fact) : DomainEvent;
