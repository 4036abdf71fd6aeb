using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;

namespace Supervision.Core.Orders;

/// <summary>Enter a cause: it gets a number of its own, joins an order or is silenced.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Except">An order it cannot join, because that has ended; null for none.</param>
public sealed record EnterCause(OrderCause Cause, string? Except = null) : Command;

/// <summary>Open no orders for some causes until a time: an inspector says why.</summary>
public sealed record SilenceOrders : Command
{
    /// <summary>Longest silence.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(30);

    /// <summary>Who asks for it.</summary>
    public required Actor By { get; init; }
    /// <summary>Why.</summary>
    public required string Reason { get; init; }
    /// <summary>End, exclusive.</summary>
    public required DateTimeOffset Until { get; init; }
    /// <summary>Only causes of this code; null means any.</summary>
    public string? Code { get; init; }
    /// <summary>Only causes of this department or window; null means any.</summary>
    public string? Organisation { get; init; }
}

/// <summary>End a silence before its time.</summary>
public sealed record EndSilence(string SilenceId, Actor By) : Command;

/// <summary>A silence that is in force.</summary>
/// <param name="SilenceId">Tells it from every other of its register.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="From">Beginning, inclusive.</param>
/// <param name="Until">End, exclusive.</param>
/// <param name="Code">Only causes of this code; null means any.</param>
/// <param name="Organisation">Only causes of this department or window; null means any.</param>
public sealed record Silence(
    string SilenceId, Actor By, string Reason, DateTimeOffset From, DateTimeOffset Until, string? Code,
    string? Organisation)
{
    /// <summary>Whether a cause that comes now is silenced.</summary>
    public bool Covers(OrderCause cause, DateTimeOffset now) =>
        From <= now && now < Until && (Code is null || Code == cause.Code)
        && (Organisation is null || cause.Unit.IsWithin(Organisation));
}

/// <summary>A cause opens the order of this number.</summary>
/// <param name="No">Number, per organisation and year.</param>
/// <param name="Cause">The cause.</param>
/// <param name="Year">Year the number counts in.</param>
/// <param name="Number">Its count within organisation and year, from 1.</param>
/// <param name="At">When.</param>
public sealed record CauseNumbered(string No, OrderCause Cause, int Year, int Number, DateTimeOffset At) : DomainEvent;

/// <summary>A cause joins an order that was opened a moment ago for the same reason.</summary>
public sealed record CauseJoined(string No, OrderCause Cause) : DomainEvent;

/// <summary>A cause opens no order, because somebody silenced it.</summary>
public sealed record CauseSilenced(string SilenceId, OrderCause Cause) : DomainEvent;

/// <summary>A silence began.</summary>
public sealed record SilenceBegan(Silence Silence) : DomainEvent;

/// <summary>A silence was ended before its time.</summary>
public sealed record SilenceEnded(string SilenceId, Actor By) : DomainEvent;

/// <summary>The register (督办台账) of one organisation: what it needs to number and group its orders.</summary>
public sealed record RegisterState : EntityState
{
    /// <summary>Hall or department; part of its orders' numbers.</summary>
    public required string Organisation { get; init; }

    /// <summary>Year of the newest number.</summary>
    public int Year { get; init; }

    /// <summary>The newest number of that year; 0 for none.</summary>
    public int Number { get; init; }

    /// <summary>Orders that may still take causes.</summary>
    public ImmutableArray<OrderGroup> Groups { get; init; } = [];

    /// <summary>Silences, those that have run out dropped with the next change.</summary>
    public ImmutableArray<Silence> Silences { get; init; } = [];

    /// <summary>Links that are down, or were a moment ago.</summary>
    public ImmutableArray<Inhibition> Inhibitions { get; init; } = [];

    /// <summary>Causes that wait for the links to be back.</summary>
    public ImmutableArray<OrderCause> Held { get; init; } = [];
}

/// <summary>An order that takes more causes of one code and one unit.</summary>
/// <param name="No">Its number.</param>
/// <param name="Source">Source of its causes.</param>
/// <param name="Code">Code of its causes.</param>
/// <param name="Unit">Unit of its causes.</param>
/// <param name="From">When it was opened.</param>
/// <param name="Causes">How many it has.</param>
public sealed record OrderGroup(
    string No, OrderSource Source, string Code, OrderUnit Unit, DateTimeOffset From, int Causes);
