using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Cases;

/// <summary>
/// What made the difference between two readings. It is put into words only when a reversal names it: nearly every fact
/// reverses nothing, and the words would cost as much as a clock.
/// </summary>
internal readonly struct Cause
{
    private readonly Fact? fact;
    private readonly string? reason;

    /// <summary>A fact arrived.</summary>
    public Cause(Fact fact) => this.fact = fact;

    /// <summary>Something else did, named in a word or two.</summary>
    public Cause(string reason) => this.reason = reason;

    /// <summary>The cause as the journal shows it.</summary>
    public string Text => fact is null
        ? Because.Of(("cause", reason))
        : Because.Of(
            ("fact", fact.Type), ("occurredAt", Because.Instant(fact.OccurredAt)), ("source", fact.Source),
            ("id", fact.Id));
}
