using Supervision.Core.Entities;
using Supervision.Core.Rules;

namespace Supervision.Core.Ports;

/// <summary>Every rule book version that an entity may live under. Safe for concurrent use.</summary>
public interface IRuleShelf
{
    /// <summary>The newest version, for new entities.</summary>
    RuleBook Current { get; }

    /// <summary>The context of a decision.</summary>
    /// <param name="version">Version of the entity; null means the newest.</param>
    /// <param name="now">The engine's now.</param>
    /// <exception cref="KeyNotFoundException">
    /// No such version is on the shelf; the data directory lost a file.
    /// </exception>
    DecisionContext ContextOf(string? version, DateTimeOffset now);
}
