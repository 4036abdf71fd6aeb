using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Supervision.Silo.Journals.Verification;

namespace Supervision.Silo.Journals;

/// <summary>
/// Zeroes what SQLite leaves behind in pages of a journal. With secure_delete it leaves only one thing: when an
/// interior page of the tree is split, its list of cell positions gets shorter and the old end of the list stays.
/// Those bytes mean nothing to SQLite, so clearing them behind its back is safe at any time, even while others read;
/// left as they are, the verifier could not tell them from damage. Only the writer may call this, after a checkpoint
/// and before the log is written again: until then the verifier reads such pages from the log, whose checksums cover
/// every byte.
/// </summary>
internal static class UnusedSpace
{
    private const int Root = 2;
    private const int HeaderBytes = 12;

    /// <summary>Clears the interior pages of the entry table; about one page in a thousand is read.</summary>
    /// <param name="file">The journal's file, open for writing.</param>
    /// <param name="pageSize">Its page size in bytes.</param>
    public static void Clear(SafeFileHandle file, int pageSize)
    {
        var pageCount = RandomAccess.GetLength(file) / pageSize;
        if (pageCount >= Root && ClearBelow(file, new byte[pageSize], Root, pageCount))
            RandomAccess.FlushToDisk(file);
    }

    /// <summary>
    /// Gives the position and length of the unused middle of a page with its b-tree header at the start.
    /// </summary>
    public static (int Start, int Length) GapOf(ReadOnlySpan<byte> page, int headerBytes)
    {
        var start = headerBytes + 2 * BinaryPrimitives.ReadUInt16BigEndian(page[3..]);
        var contentStart = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(page[5..]) - 1) + 1; // 0 stands for 65 536
        return (start, contentStart - start);
    }

    private static bool ClearBelow(SafeFileHandle file, byte[] page, long number, long pageCount)
    {
        if (number < Root || number > pageCount
            || RandomAccess.Read(file, page, (number - 1) * page.Length) < page.Length || page[0] != PageSpace.Interior)
        {
            return false;
        }

        var (start, length) = GapOf(page, HeaderBytes);
        if (length < 0 || start + length > page.Length)
            return false; // not a page of ours: the verifier will say so

        var changed = page.AsSpan(start, length).ContainsAnyExcept((byte)0);
        if (changed)
            RandomAccess.Write(file, new byte[length], (number - 1) * page.Length + start);

        if (!ChildrenAreInterior(file, page))
            return changed;

        var child = new byte[page.Length];
        for (var at = HeaderBytes; at < start; at += 2)
            changed |= ClearBelow(file, child, ChildAt(page, at), pageCount);

        return changed | ClearBelow(file, child, BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(8)), pageCount);
    }

    private static bool ChildrenAreInterior(SafeFileHandle file, byte[] page)
    {
        var first = ChildAt(page, HeaderBytes);
        Span<byte> kind = stackalloc byte[1];
        return first >= Root && RandomAccess.Read(file, kind, (first - 1) * page.Length) == 1
            && kind[0] == PageSpace.Interior;
    }

    private static long ChildAt(byte[] page, int pointerAt)
    {
        int cell = BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(pointerAt));
        return cell <= page.Length - sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(cell)) : 0;
    }
}
