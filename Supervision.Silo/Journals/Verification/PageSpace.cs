using System.Buffers.Binary;

namespace Supervision.Silo.Journals.Verification;

/// <summary>
/// The space of one b-tree page: header, cell positions, gap, cells, free blocks, fragments (file format document,
/// section 1.6). Leaves are only ever appended to, so their cells lie in order without a hole; interior pages are
/// split, which leaves free blocks and fragments, cleared by secure_delete.
/// </summary>
internal readonly ref struct PageSpace
{
    /// <summary>First byte of an interior page.</summary>
    public const byte Interior = 5;

    private const byte Leaf = 13;
    private readonly Span<byte> page;
    private readonly uint number;
    private readonly int headerAt;
    private readonly int positionsAt;
    private readonly int contentStart;
    private readonly Span<bool> taken;

    public PageSpace(Span<byte> page, uint number, int headerAt)
    {
        this.page = page;
        this.number = number;
        this.headerAt = headerAt;
        var header = page[headerAt..];
        IsLeaf = header[0] == Leaf;
        if (!IsLeaf && header[0] != Interior)
            throw new AuditException($"Page {number} is of kind {header[0]}, which a journal does not have.");

        positionsAt = headerAt + (IsLeaf ? 8 : 12);
        CellCount = BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
        contentStart = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(header[5..]) - 1) + 1; // 0 stands for 65 536
        if (positionsAt + 2 * CellCount > contentStart || contentStart > page.Length || (!IsLeaf && CellCount == 0))
            throw new AuditException($"The header of page {number} is wrong.");

        taken = IsLeaf ? [] : new bool[page.Length];
    }

    public bool IsLeaf { get; }

    public int CellCount { get; }

    /// <summary>The page below an interior page that holds the highest rows.</summary>
    public uint LastChild => BinaryPrimitives.ReadUInt32BigEndian(page[(headerAt + 8)..]);

    /// <summary>Requires zeroes between cell positions and cells.</summary>
    public void RequireCleanGap()
    {
        var start = positionsAt + 2 * CellCount;
        RequireZero(page[start..contentStart], number, start);
    }

    /// <summary>A cell's bytes and what follows it, at most to the cell before it in a leaf.</summary>
    public ReadOnlySpan<byte> Cell(int index)
    {
        var start = PositionOf(index);
        var end = IsLeaf && index > 0 ? PositionOf(index - 1) : page.Length;
        if (start < contentStart || start >= end)
            throw Misplaced(index);

        return page[start..end];
    }

    /// <summary>Accounts for the bytes of a cell, now that its length is known.</summary>
    public void Take(int index, int length)
    {
        if (IsLeaf)
        {
            if (length != Cell(index).Length)
                throw Misplaced(index);
        }
        else
        {
            Claim(PositionOf(index), length);
        }
    }

    /// <summary>Requires that a leaf's cells fill it from the gap to its end.</summary>
    public void RequireFull()
    {
        var header = page[headerAt..];
        var lowest = CellCount == 0 ? page.Length : PositionOf(CellCount - 1);
        if (header[1] != 0 || header[2] != 0 || header[7] != 0 || lowest != contentStart)
            throw new AuditException($"The cells of page {number} do not fill it.");
    }

    /// <summary>
    /// Requires that cells, free blocks and fragments fill an interior page, and that the latter are zero.
    /// </summary>
    public void RequireFullWithFreeBlocks()
    {
        var last = 0;
        for (int block = BinaryPrimitives.ReadUInt16BigEndian(page[(headerAt + 1)..]); block != 0;)
        {
            if (block <= last || block < contentStart || block > page.Length - 4)
                throw new AuditException($"Page {number} has a free block at {block}.");

            int length = BinaryPrimitives.ReadUInt16BigEndian(page[(block + 2)..]);
            Claim(block, length);
            RequireZero(page.Slice(block + 4, Math.Max(0, length - 4)), number, block + 4);
            last = block;
            block = BinaryPrimitives.ReadUInt16BigEndian(page[block..]);
        }

        var fragments = 0;
        for (var at = contentStart; at < page.Length; at++)
        {
            if (taken[at])
                continue;

            fragments++;
            RequireZero(page.Slice(at, 1), number, at);
        }

        if (fragments != page[headerAt + 7])
            throw new AuditException($"Page {number} has {fragments} stray bytes and counts {page[headerAt + 7]}.");
    }

    /// <summary>Requires zeroes.</summary>
    /// <param name="offset">Where in the page <paramref name="unused"/> begins, for the message.</param>
    public static void RequireZero(ReadOnlySpan<byte> unused, uint page, int offset)
    {
        var at = unused.IndexOfAnyExcept((byte)0);
        if (at >= 0)
            throw new AuditException($"Page {page} has {unused[at]} in unused byte {offset + at}.");
    }

    private int PositionOf(int cell) => BinaryPrimitives.ReadUInt16BigEndian(page[(positionsAt + 2 * cell)..]);

    private void Claim(int start, int length)
    {
        if (length > page.Length - start || taken.Slice(start, length).Contains(true))
            throw new AuditException($"Two things lie at byte {start} of page {number}.");

        taken.Slice(start, length).Fill(true);
    }

    private AuditException Misplaced(int cell) => new($"Cell {cell} of page {number} is out of place.");
}
