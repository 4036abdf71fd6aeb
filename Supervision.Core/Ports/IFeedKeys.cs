namespace Supervision.Core.Ports;

/// <summary>Where feed keys are known. Safe for concurrent use.</summary>
public interface IFeedKeys
{
    /// <summary>Finds the key that a sender showed.</summary>
    /// <param name="bearer">The key in clear text, as it stood after <c>Bearer</c>; the store compares hashes.</param>
    /// <returns>What the key may do, or null when there is no such key or it was withdrawn.</returns>
    ValueTask<FeedKey?> FindAsync(string bearer, CancellationToken cancellationToken);
}

/// <summary>What a key may do.</summary>
/// <param name="Name">What people call it; safe to log.</param>
/// <param name="Scope">Sending facts, reading, or a wall.</param>
/// <param name="SourcePrefixes">Sources it may speak for, by whole path segments; empty means every source.</param>
/// <param name="Organisations">
/// Halls, departments and windows it may speak for or see; empty means all. A fact that names some of the three must
/// name one of these; a fact that names none is let through. Reading shows what names one of them, nothing else.
/// </param>
public sealed record FeedKey(
    string Name, FeedKeyScope Scope, IReadOnlyList<string> SourcePrefixes, IReadOnlyList<string> Organisations)
{
    /// <summary>
    /// Whether the key may speak for a source: one of its prefixes, or a path below one. The prefix <c>/halls/h1</c>
    /// covers <c>/halls/h1</c> and <c>/halls/h1/approval</c> but not <c>/halls/h10</c>.
    /// </summary>
    public bool MaySpeakFor(string source)
    {
        if (SourcePrefixes.Count == 0) return true;
        foreach (var prefix in SourcePrefixes)
        {
            if (source.StartsWith(prefix, StringComparison.Ordinal)
                && (source.Length == prefix.Length || prefix.EndsWith('/') || source[prefix.Length] == '/'))
                return true;
        }

        return false;
    }
}

/// <summary>What a key is for (<c>keys add --scope</c>).</summary>
public enum FeedKeyScope
{
    /// <summary>May send facts.</summary>
    Facts,
    /// <summary>May read.</summary>
    Read,
    /// <summary>Opens the wall by a link; sees masked numbers and nothing else.</summary>
    Kiosk,
}
