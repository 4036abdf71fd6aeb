using System.Collections.Immutable;

namespace Supervision.Core.Reading;

/// <summary>A patrol, video check or visit that was made.</summary>
/// <param name="Id">Unique for ever.</param>
/// <param name="Subject">Hall or window.</param>
/// <param name="At">When it was made.</param>
/// <param name="Kind"><c>patrol</c>, <c>video</c>, <c>visit</c> or <c>unannounced</c>.</param>
/// <param name="Inspector">Who made it; null when the source does not say.</param>
/// <param name="Findings">What was found; none when all was well.</param>
public sealed record PatrolRow(
    string Id, string Subject, DateTimeOffset At, string Kind, string? Inspector, ImmutableArray<string> Findings)
{
    /// <summary>A remark, also where all was well; null for none.</summary>
    public string? Words { get; init; }

    /// <summary>Photos taken on the spot.</summary>
    public ImmutableArray<Attachment> Photos { get; init; } = [];

    /// <inheritdoc />
    public bool Equals(PatrolRow? other) => other is not null
        && (Id, Subject, At, Kind, Inspector) == (other.Id, other.Subject, other.At, other.Kind, other.Inspector)
        && Words == other.Words && Photos.AsSpan().SequenceEqual(other.Photos.AsSpan())
        && Findings.AsSpan().SequenceEqual(other.Findings.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Id, At);
}

/// <summary>Patrols. Safe for concurrent use.</summary>
public interface IPatrolList
{
    /// <summary>Patrols made within a time, the newest first.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="after">Cursor of the previous page.</param>
    /// <param name="limit">From 1 to 1000.</param>
    Page<PatrolRow> Find(DateTimeOffset from, DateTimeOffset to, string? after, int limit);

    /// <summary>One patrol; null when there never was such a one.</summary>
    PatrolRow? Open(string id);
}
