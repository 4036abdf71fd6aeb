using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Supervision.Silo.Journals.Verification;

/// <summary>
/// The committed frames of a write-ahead log, read as SQLite's file format document describes them (section 4). SQLite
/// takes the first frame that does not check out for the end of the log; this reader also tells a torn last write,
/// which is normal after a power loss, from damage in the middle.
/// </summary>
internal sealed class JournalLog : IDisposable
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint MagicLittleEndian = 0x377F0682;
    private readonly SafeFileHandle? file;
    private readonly byte[] header = new byte[HeaderBytes];
    private readonly Dictionary<uint, List<long>> frames = [];
    private readonly int pageSize;
    private readonly bool isAtRest;
    private bool bigEndian;

    /// <param name="path">The log; it need not exist.</param>
    /// <param name="pageSize">Page size of the journal.</param>
    /// <param name="isAtRest">Whether nobody writes it; only then can damage be told from a write in progress.</param>
    public JournalLog(string path, int pageSize, bool isAtRest)
    {
        this.pageSize = pageSize;
        this.isAtRest = isAtRest;
        if (!File.Exists(path))
            return;

        file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        do
        {
            frames.Clear();
            PageCount = 0;
            ReadFrames();
        }
        while (WasRestarted());
    }

    /// <summary>Pages of the database after the last commit in the log; 0 when the log holds none.</summary>
    public uint PageCount { get; private set; }

    /// <summary>Pages the log holds.</summary>
    public IEnumerable<uint> Pages => frames.Keys;

    /// <summary>Versions of a page in the log, oldest first.</summary>
    public int VersionsOf(uint page) => frames.TryGetValue(page, out var positions) ? positions.Count : 0;

    /// <summary>
    /// Reads a page's version; false when the log was restarted since, which copied all of it to the file.
    /// </summary>
    public bool TryRead(uint page, int version, Span<byte> content)
    {
        return RandomAccess.Read(file!, content, frames[page][version]) == content.Length && !WasRestarted();
    }

    public void Dispose() => file?.Dispose();

    /// <summary>Whether a writer began the log anew after its header was read here.</summary>
    private bool WasRestarted()
    {
        Span<byte> now = stackalloc byte[HeaderBytes];
        return RandomAccess.Read(file!, now, 0) == HeaderBytes && !now.SequenceEqual(header);
    }

    private void ReadFrames()
    {
        header.AsSpan().Clear();
        var length = RandomAccess.GetLength(file!);
        if (length < HeaderBytes || RandomAccess.Read(file!, header, 0) < HeaderBytes || !HeaderIsWhole(out var sums))
            return;

        var frame = new byte[FrameHeaderBytes + pageSize];
        var uncommitted = new List<(uint Page, long Position)>();
        for (long at = HeaderBytes; at + frame.Length <= length; at += frame.Length)
        {
            RandomAccess.Read(file!, frame, at);
            if (!FrameFollows(frame, ref sums))
            {
                if (isAtRest)
                    RequireTornNotDamaged(at, length, frame);

                return;
            }

            uncommitted.Add((BinaryPrimitives.ReadUInt32BigEndian(frame), at + FrameHeaderBytes));
            if (BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) is > 0 and var pages)
            {
                Commit(uncommitted);
                PageCount = pages;
            }
        }
    }

    private void Commit(List<(uint Page, long Position)> written)
    {
        foreach (var (page, position) in written)
        {
            ref var positions = ref CollectionsMarshal.GetValueRefOrAddDefault(frames, page, out _);
            (positions ??= []).Add(position);
        }

        written.Clear();
    }

    private bool HeaderIsWhole(out (uint First, uint Second) sums)
    {
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        bigEndian = magic == MagicLittleEndian + 1;
        sums = Sum(header.AsSpan(0, 24), (0, 0));
        return (magic & ~1u) == MagicLittleEndian && BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8)) == pageSize
            && SumsMatch(header.AsSpan(24), sums);
    }

    private bool FrameFollows(ReadOnlySpan<byte> frame, ref (uint First, uint Second) sums)
    {
        if (!IsOfThisLog(frame))
            return false;

        sums = Sum(frame[FrameHeaderBytes..], Sum(frame[..8], sums));
        return SumsMatch(frame[16..], sums);
    }

    /// <summary>
    /// Each commit is flushed before the next begins, so frames of a commit that is followed by another were durable:
    /// if one of them does not check out, it was changed later.
    /// </summary>
    private void RequireTornNotDamaged(long brokenAt, long length, byte[] frame)
    {
        var committed = false;
        for (var at = brokenAt; at + frame.Length <= length; at += frame.Length)
        {
            RandomAccess.Read(file!, frame.AsSpan(0, FrameHeaderBytes), at);
            if (!IsOfThisLog(frame))
                continue;

            if (committed)
            {
                throw new AuditException(
                    $"The write-ahead log is damaged at byte {brokenAt}: SQLite would drop the commits after it.");
            }

            committed = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) > 0;
        }
    }

    private bool IsOfThisLog(ReadOnlySpan<byte> frame) => frame.Slice(8, 8).SequenceEqual(header.AsSpan(16, 8));

    private static bool SumsMatch(ReadOnlySpan<byte> stored, (uint First, uint Second) sums) =>
        BinaryPrimitives.ReadUInt32BigEndian(stored) == sums.First
        && BinaryPrimitives.ReadUInt32BigEndian(stored[4..]) == sums.Second;

    private (uint First, uint Second) Sum(ReadOnlySpan<byte> bytes, (uint First, uint Second) sums)
    {
        var (first, second) = sums;
        var words = MemoryMarshal.Cast<byte, uint>(bytes);
        var swap = bigEndian == BitConverter.IsLittleEndian;
        for (var at = 0; at < words.Length; at += 2)
        {
            first += (swap ? BinaryPrimitives.ReverseEndianness(words[at]) : words[at]) + second;
            second += (swap ? BinaryPrimitives.ReverseEndianness(words[at + 1]) : words[at + 1]) + first;
        }

        return (first, second);
    }
}
