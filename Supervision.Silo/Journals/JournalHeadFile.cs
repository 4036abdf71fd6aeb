using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals;

/// <summary>What <see cref="JournalHeadFile"/> holds.</summary>
/// <param name="Head">The end of the chain at some durable commit.</param>
/// <param name="LibraryVersion">Number of the SQLite version that made that commit.</param>
internal sealed record HeadRecord(JournalHead Head, int LibraryVersion);

/// <summary>
/// A few bytes beside the journal that say how far it reached. SQLite takes a damaged write-ahead log for a shorter
/// one, so without this record a lost tail could not be told from a journal that never had it. Written after a commit
/// is durable, so it is never ahead of the journal; not flushed each time, so after a power loss it may be behind.
/// </summary>
internal sealed class JournalHeadFile : IDisposable
{
    private const int RecordBytes = 8 + 8 + JournalChain.HashBytes + 4 + JournalChain.HashBytes;
    private const int CheckedBytes = RecordBytes - JournalChain.HashBytes;
    private readonly SafeFileHandle handle;
    private readonly int libraryVersion;
    private readonly byte[] record = new byte[RecordBytes];

    public JournalHeadFile(string path, int libraryVersion)
    {
        handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        this.libraryVersion = libraryVersion;
    }

    private static ReadOnlySpan<byte> Magic => "SVHEAD01"u8;

    /// <summary>Reads the record; null when there is none.</summary>
    /// <exception cref="JournalUnusableException">It is damaged.</exception>
    public static HeadRecord? Read(string path)
    {
        if (!File.Exists(path))
            return null;

        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        Span<byte> bytes = stackalloc byte[RecordBytes + 1];
        var length = RandomAccess.Read(file, bytes, 0);
        if (length == 0)
            return null;

        Span<byte> check = stackalloc byte[JournalChain.HashBytes];
        SHA256.HashData(bytes[..CheckedBytes], check);
        if (length != RecordBytes || !bytes.StartsWith(Magic) || !check.SequenceEqual(bytes[CheckedBytes..RecordBytes]))
        {
            throw new JournalUnusableException(
                $"{path} is damaged. Verify the journal; if it is whole, remove this file and start again.");
        }

        var hash = bytes.Slice(16, JournalChain.HashBytes).ToArray();
        return new(
            new JournalHead(BinaryPrimitives.ReadInt64BigEndian(bytes[8..]), hash),
            BinaryPrimitives.ReadInt32BigEndian(bytes[(16 + JournalChain.HashBytes)..]));
    }

    /// <summary>
    /// Records a durable head. When that fails, the record stays behind: the append it belongs to is durable and has to
    /// be answered so.
    /// </summary>
    public void Write(JournalHead head)
    {
        Magic.CopyTo(record);
        BinaryPrimitives.WriteInt64BigEndian(record.AsSpan(8), head.Sequence);
        head.Hash.Span.CopyTo(record.AsSpan(16));
        BinaryPrimitives.WriteInt32BigEndian(record.AsSpan(16 + JournalChain.HashBytes), libraryVersion);
        SHA256.HashData(record.AsSpan(0, CheckedBytes), record.AsSpan(CheckedBytes));
        try
        {
            RandomAccess.Write(handle, record, 0);
            WriteFault = null;
        }
        catch (IOException failure)
        {
            WriteFault = failure;
        }
    }

    /// <summary>Why the record is behind; null while it is not.</summary>
    public IOException? WriteFault { get; private set; }

    public void Dispose() => handle.Dispose();
}
