using System.Buffers.Binary;

namespace Supervision.Silo.Journals.Verification;

/// <summary>
/// Checks pages of the file that a newer version in the log hides, as a killed process leaves them. Such a page is
/// equal to a version in the log, or to what the page was before the log began; and since pages only grow, everything
/// that was in it then is still at its place in the oldest version in the log. Only keys move between interior pages:
/// an old one must still part rows where leaves part them. Not for a journal that is being written.
/// </summary>
internal sealed class ShadowAudit(JournalPages pages, IReadOnlyDictionary<uint, (long First, long Last)> leafRows)
{
    private readonly byte[] hidden = new byte[pages.PageSize];
    private readonly byte[] logged = new byte[pages.PageSize];
    private readonly byte[] other = new byte[pages.PageSize];
    private HashSet<long>? lastRows;

    /// <summary>Checks all hidden pages.</summary>
    /// <exception cref="AuditException">
    /// One of them holds what it never held. Nothing is lost: the log has it right.
    /// </exception>
    public void Check()
    {
        foreach (var page in pages.Log.Pages)
        {
            if ((page - 1) * (long)pages.PageSize >= pages.FileBytes)
                continue;

            pages.ReadFromFile(page, hidden);
            if (hidden.AsSpan().ContainsAnyExcept((byte)0) && !IsInLog(page) && !WasBefore(page))
                throw new AuditException($"Page {page} is damaged in the file; the log has its newest version.");
        }
    }

    private bool IsInLog(uint page)
    {
        for (var version = pages.Log.VersionsOf(page) - 1; version >= 0; version--)
        {
            if (!pages.Log.TryRead(page, version, logged) || hidden.AsSpan().SequenceEqual(logged))
                return true;

            ClearGap(); // an interior page's gap is cleared in the file, and not in the log
            if (hidden.AsSpan().SequenceEqual(logged))
                return true;
        }

        return false; // and the oldest version is left in the buffer
    }

    private bool WasBefore(uint page)
    {
        if (page == 1)
            return FirstPageWasBefore();

        var before = new PageSpace(hidden, page, 0);
        before.RequireCleanGap();
        if (before.IsLeaf)
            before.RequireFull();

        else
            RequireForm(before);

        if (logged[0] != hidden[0])
            return before.IsLeaf; // the root became an interior page; its rows were checked where they moved

        return IsStartOf(before, new PageSpace(logged, page, 0)) || (!before.IsLeaf && PartsLeaves(before));
    }

    /// <summary>
    /// Whether all that <paramref name="before"/> holds is still at its place in <paramref name="now"/>.
    /// </summary>
    private static bool IsStartOf(PageSpace before, PageSpace now)
    {
        if (before.CellCount > now.CellCount)
            return false;

        for (var cell = 0; cell < before.CellCount; cell++)
        {
            var bytes = before.Cell(cell);
            if (!now.Cell(cell).StartsWith(before.IsLeaf ? bytes : bytes[..KeyLength(bytes)]))
                return false;
        }

        return before.IsLeaf || before.LastChild == (now.CellCount > before.CellCount
            ? BinaryPrimitives.ReadUInt32BigEndian(now.Cell(before.CellCount))
            : now.LastChild);
    }

    private static void RequireForm(PageSpace interior)
    {
        for (var cell = 0; cell < interior.CellCount; cell++)
            interior.Take(cell, KeyLength(interior.Cell(cell)));

        interior.RequireFullWithFreeBlocks();
    }

    private static int KeyLength(ReadOnlySpan<byte> cell)
    {
        var length = sizeof(uint);
        _ = RecordReader.Varint(cell, ref length);
        return length;
    }

    /// <summary>Whether an interior page, wherever its keys went since, was right once.</summary>
    private bool PartsLeaves(PageSpace interior)
    {
        var children = new HashSet<uint>();
        var key = 0L;
        for (var cell = 0; cell < interior.CellCount; cell++)
        {
            var bytes = interior.Cell(cell);
            var at = sizeof(uint);
            var next = RecordReader.Varint(bytes, ref at);
            if (!IsChild(BinaryPrimitives.ReadUInt32BigEndian(bytes), key + 1, next, children, isFirst: cell == 0))
                return false;

            key = next;
        }

        return IsChild(interior.LastChild, key + 1, null, children, isFirst: false);
    }

    private bool IsChild(uint page, long first, long? last, HashSet<uint> others, bool isFirst)
    {
        if (!others.Add(page) || page * (long)pages.PageSize > pages.FileBytes)
            return false;

        if (leafRows.TryGetValue(page, out var rows))
            return (isFirst || rows.First == first) && (last is null || rows.Last == last);

        lastRows ??= [.. leafRows.Values.Select(leaf => leaf.Last)];
        return KindOf(page) == PageSpace.Interior && (last is null || lastRows.Contains(last.Value));
    }

    private byte KindOf(uint page)
    {
        pages.Read(page, other);
        return other[0];
    }

    private bool FirstPageWasBefore()
    {
        var pageCount = (uint)(pages.FileBytes / pages.PageSize);
        FileHeader.Audit(hidden, pages.PageSize, pageCount, null);
        return hidden.AsSpan(FileHeader.Bytes).SequenceEqual(logged.AsSpan(FileHeader.Bytes));
    }

    private void ClearGap()
    {
        if (logged[0] == PageSpace.Interior)
        {
            var (start, length) = UnusedSpace.GapOf(logged, 12);
            logged.AsSpan(start, length).Clear();
        }
    }
}
