namespace Supervision.Silo.Journals;

/// <summary>
/// Shows that an entry is in the journal without showing any other: start with <see cref="PreviousHash"/>, link the
/// SHA-256 of <see cref="EntryBytes"/>, then each following digest; the result is the anchor's hash, which the journal
/// publishes. To link is hash = SHA-256(hash ‖ digest).
/// </summary>
/// <param name="Sequence">The entry.</param>
/// <param name="EntryBytes">Its canonical bytes, as <c>docs/adr/0004</c> defines them.</param>
/// <param name="PreviousHash">Chain hash before it, 32 bytes.</param>
/// <param name="FollowingDigests">Digests of the entries after it up to the anchor, 32 bytes each, in order.</param>
/// <param name="AnchorSequence">Where the proof ends.</param>
/// <param name="AnchorHash">Chain hash there, 32 bytes.</param>
public sealed record JournalProof(
    long Sequence, ReadOnlyMemory<byte> EntryBytes, ReadOnlyMemory<byte> PreviousHash,
    IReadOnlyList<ReadOnlyMemory<byte>> FollowingDigests, long AnchorSequence, ReadOnlyMemory<byte> AnchorHash)
{
    /// <summary>The most entries one proof passes over.</summary>
    public const int FollowingMax = 10_000;

    /// <summary>Refuses an anchor before the entry or too far behind it.</summary>
    internal static void RequireRange(long sequence, long anchor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(anchor, sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(anchor, sequence + FollowingMax);
    }

    /// <summary>Recomputes the chain, as a stranger would.</summary>
    public bool Holds()
    {
        Span<byte> hash = stackalloc byte[JournalChain.HashBytes];
        PreviousHash.Span.CopyTo(hash);
        JournalChain.Link(hash, System.Security.Cryptography.SHA256.HashData(EntryBytes.Span));
        foreach (var digest in FollowingDigests)
            JournalChain.Link(hash, digest.Span);

        return hash.SequenceEqual(AnchorHash.Span) && AnchorSequence == Sequence + FollowingDigests.Count;
    }
}

/// <summary>Builds a proof from the entries from the one before it to its anchor, in order.</summary>
internal sealed class JournalProofBuilder(long sequence)
{
    private readonly List<ReadOnlyMemory<byte>> digests = [];
    private byte[] previous = new byte[JournalChain.HashBytes];
    private byte[]? entry;
    private byte[] buffer = [];
    private byte[] hash = [];

    /// <summary>The next entry with its chain hash.</summary>
    public void Add(scoped EntryColumns columns, byte[] chainHash)
    {
        hash = chainHash;
        if (columns.Sequence < sequence)
            previous = chainHash;
        else if (entry is null)
            entry = JournalChain.Encode(columns, ref buffer).ToArray();
        else
            digests.Add(System.Security.Cryptography.SHA256.HashData(JournalChain.Encode(columns, ref buffer)));
    }

    /// <summary>The proof; null when there is no such entry or it lies after the anchor.</summary>
    public JournalProof? Build() =>
        entry is null ? null : new(sequence, entry, previous, digests, sequence + digests.Count, hash);
}
