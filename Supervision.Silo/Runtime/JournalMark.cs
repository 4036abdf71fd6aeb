using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Supervision.Core.Ports;

namespace Supervision.Silo.Runtime;

/// <summary>
/// Tells one journal from another by an entry: what is derived keeps the mark of the newest entry it knows, and is void
/// when the journal holds another one there, as after restoring a backup and going on from it.
/// </summary>
public static class JournalMark
{
    /// <summary>The mark of no entry at all.</summary>
    public static byte[] None { get; } = [];

    /// <summary>The mark of an entry.</summary>
    public static byte[] Of(JournalEntry entry)
    {
        var turn = entry.Turn;
        var stream = Encoding.UTF8.GetBytes(turn.Stream.ToString());
        var bytes = new byte[3 * sizeof(long) + stream.Length + turn.Body.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, entry.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), turn.Version);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), turn.RecordedAt.UtcTicks);
        stream.CopyTo(bytes, 24);
        turn.Body.Span.CopyTo(bytes.AsSpan(24 + stream.Length));
        return SHA256.HashData(bytes);
    }

    /// <summary>The mark of the entry at a position; <see cref="None"/> when the journal does not reach it.</summary>
    public static byte[] At(IJournal journal, long sequence)
    {
        if (sequence < 1 || sequence > journal.Head.Sequence)
        {
            return None;
        }

        var found = journal.ReadAsync(sequence - 1, 1, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return Of(found[0]);
    }
}
