namespace Supervision.Web.Hubs;

/// <summary>What open pages are told of.</summary>
public enum LiveKind
{
    /// <summary>Orders.</summary>
    Orders,

    /// <summary>Presence, attendance and ratings.</summary>
    Windows,

    /// <summary>Draws.</summary>
    Draws,

    /// <summary>Messages of somebody's inbox.</summary>
    Inbox,

    /// <summary>Cards.</summary>
    Alerts,
}

/// <summary>
/// Counts what the open pages were told. A page carries the counts of the moment it was made; once its connection is up
/// it asks for them again, and what was told in between, while nobody listened yet, it looks at by itself.
/// </summary>
public sealed class LiveChanges
{
    // Counts of two processes must not look alike: the page may come from one node and its connection go to another.
    private readonly long[] counts = Enum.GetValues<LiveKind>().Select(_ => (long)Random.Shared.Next()).ToArray();

    /// <summary>To be called before the open pages are told.</summary>
    public void Count(LiveKind kind) => Interlocked.Increment(ref counts[(int)kind]);

    /// <summary>The counts in the order of the kinds, with blanks between them.</summary>
    public override string ToString() =>
        string.Join(' ', Enumerable.Range(0, counts.Length).Select(kind => Interlocked.Read(ref counts[kind])));
}
