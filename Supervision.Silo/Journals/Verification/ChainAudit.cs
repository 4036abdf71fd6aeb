using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Verification;

/// <summary>
/// Checks entries in order: numbers without gaps, each stream's versions and back pointers, and the hash chain.
/// Keeps about 60 bytes a stream.
/// </summary>
internal sealed class ChainAudit(JournalHead? recorded)
{
    private readonly Dictionary<UInt128, (long Version, long Sequence)> streams = [];
    private readonly byte[] hash = new byte[JournalChain.HashBytes];
    private byte[] buffer = [];
    private bool metRecorded = recorded is null || recorded.Sequence == 0;

    /// <summary>End of what was checked.</summary>
    public JournalHead Head => new(Sequence, hash.AsSpan().ToArray());

    /// <summary>Newest entry that is whole.</summary>
    public long Sequence { get; private set; }

    /// <summary>Checks the next row.</summary>
    public void Visit(long rowNumber, ReadOnlySpan<byte> record)
    {
        var columns = new RecordReader(record);
        columns.RowNumber();
        var stream = columns.Text();
        var entry = new EntryColumns
        {
            Sequence = rowNumber,
            Stream = stream,
            Version = columns.Integer(),
            Previous = columns.Integer(),
            OccurredTicks = columns.Integer(),
            RecordedTicks = columns.Integer(),
            Identity = columns.BytesOrNull(),
            Body = columns.Bytes(),
        };
        var stored = columns.Bytes();
        columns.End();
        Visit(entry, stored);
    }

    /// <summary>Checks the next entry.</summary>
    /// <param name="entry">As it was read.</param>
    /// <param name="stored">Its chain hash as it was read.</param>
    public void Visit(in EntryColumns entry, ReadOnlySpan<byte> stored)
    {
        if (entry.Sequence != Sequence + 1)
            throw new AuditException($"Entry {entry.Sequence} stands where entry {Sequence + 1} is due.");

        Span<byte> next = stackalloc byte[JournalChain.HashBytes];
        Span<byte> digest = stackalloc byte[JournalChain.HashBytes];
        hash.CopyTo(next);
        JournalChain.Digest(entry, ref buffer, digest);
        JournalChain.Link(next, digest);
        if (!next.SequenceEqual(stored))
            throw new AuditException($"Entry {entry.Sequence} does not match its hash.");

        RequireNextOfStream(entry);
        next.CopyTo(hash);
        Sequence = entry.Sequence;
        RequireAsRecorded();
    }

    /// <summary>Requires that the journal reaches as far as its head record.</summary>
    public void End()
    {
        if (!metRecorded)
            throw new AuditException($"The journal reached entry {recorded!.Sequence} once: its tail is lost.");
    }

    private void RequireNextOfStream(in EntryColumns entry)
    {
        if (entry.Identity.Length is not (0 or JournalChain.IdentityBytes))
            throw new AuditException($"Entry {entry.Sequence} has an identity of {entry.Identity.Length} bytes.");

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(entry.Stream, digest);
        var name = BinaryPrimitives.ReadUInt128BigEndian(digest);
        var (version, previous) = streams.GetValueOrDefault(name);
        if (entry.Version != version + 1 || entry.Previous != previous)
        {
            throw new AuditException($"Entry {entry.Sequence} is version {entry.Version} of "
                + $"{Encoding.UTF8.GetString(entry.Stream)} after entry {entry.Previous}, "
                + $"where version {version + 1} after entry {previous} is due.");
        }

        streams[name] = (entry.Version, entry.Sequence);
    }

    private void RequireAsRecorded()
    {
        if (metRecorded || Sequence != recorded!.Sequence)
            return;

        if (!recorded.Hash.Span.SequenceEqual(hash))
            throw new AuditException($"Entry {Sequence} is not the one the head record names: the chain was replaced.");

        metRecorded = true;
    }
}
