using Supervision.Core.Entities;
using Supervision.Core.Rules;

namespace Supervision.Core.Ports;

/// <summary>Every rule book version that an entity may live under. Safe for concurrent use.</summary>
public interface IRuleShelf
{
    /// <summary>The newest version, for new entities.</summary>
    RuleBook Current { get; }

    /// <summary>The context of a decision, or null while the version cannot be used: its file was lost.</summary>
    /// <param name="version">Version of the entity; null means the newest.</param>
    /// <param name="now">The engine's now.</param>
    DecisionContext? Find(string? version, DateTimeOffset now);

    /// <summary>The context of a reading.</summary>
    /// <param name="version">Version of the entity; null means the newest.</param>
    /// <param name="now">The engine's now.</param>
    /// <exception cref="RuleBookMissingException">The version cannot be used until its file is restored.</exception>
    DecisionContext ContextOf(string? version, DateTimeOffset now) =>
        Find(version, now) ?? throw new RuleBookMissingException(version!);
}

/// <summary>
/// A version of the rule book cannot be used. Retryable once its file is restored; facts are kept meanwhile.
/// </summary>
public sealed class RuleBookMissingException(string version) : Exception(
    $"Rule book version {version} is missing. Restore rules/{version}.json in the data directory from a backup: until "
    + "then cases opened under it keep their facts and are not decided.");
