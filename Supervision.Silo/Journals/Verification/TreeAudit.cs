using System.Buffers.Binary;

namespace Supervision.Silo.Journals.Verification;

/// <summary>Receives each row of the tree, in order.</summary>
internal delegate void RowVisitor(long rowNumber, ReadOnlySpan<byte> record);

/// <summary>
/// Walks a table's b-tree as an append-only writer leaves it (file format document, section 1.6) and accounts for
/// every byte: each is part of a row, of a key that names the last row below it, of a page's own book-keeping, or
/// zero; and no page belongs to two places.
/// </summary>
internal sealed class TreeAudit(JournalPages pages)
{
    private const int DepthMax = 20;
    private readonly System.Collections.BitArray used = new((int)pages.PageCount + 1);
    private readonly byte[]?[] byDepth = new byte[DepthMax + 1][];
    private readonly byte[] overflow = new byte[pages.PageSize];
    private readonly Dictionary<uint, (long First, long Last)> leafRows = [];
    private byte[] assembled = [];
    private RowVisitor visit = static (_, _) => { };
    private long lastRow;

    /// <summary>
    /// First and last row of each leaf, kept where the log hides pages that are to be compared with them.
    /// </summary>
    public IReadOnlyDictionary<uint, (long First, long Last)> LeafRows => leafRows;

    /// <summary>Walks the tree whose root page holds its b-tree header at <paramref name="headerAt"/>.</summary>
    public void Walk(uint root, int headerAt, RowVisitor visitor)
    {
        visit = visitor;
        lastRow = 0;
        Walk(root, headerAt, 0);
    }

    /// <summary>Requires that every page belongs to something.</summary>
    public void RequireAllUsed()
    {
        for (var page = 1u; page <= pages.PageCount; page++)
        {
            if (used[(int)page])
                continue;

            if (page != pages.LockBytePage)
                throw new AuditException($"Page {page} belongs to nothing.");

            var content = new byte[pages.PageSize];
            pages.Read(page, content);
            PageSpace.RequireZero(content, page, 0);
        }
    }

    private void Walk(uint number, int headerAt, int depth)
    {
        if (depth > DepthMax)
            throw new AuditException($"Page {number} lies too deep.");

        var page = byDepth[depth] ??= new byte[pages.PageSize];
        Claim(number);
        var fromLog = pages.Read(number, page);
        var space = new PageSpace(page, number, headerAt);
        if (!fromLog || space.IsLeaf)
            space.RequireCleanGap();

        var firstRow = lastRow + 1;
        for (var cell = 0; cell < space.CellCount; cell++)
        {
            var bytes = space.Cell(cell);
            space.Take(cell, space.IsLeaf ? Row(bytes, number) : Child(bytes, number, depth));
        }

        if (space.IsLeaf)
        {
            space.RequireFull();
            if (pages.Log.PageCount > 0)
                leafRows[number] = (firstRow, lastRow);

            return;
        }

        space.RequireFullWithFreeBlocks();
        Walk(space.LastChild, 0, depth + 1);
    }

    private int Child(ReadOnlySpan<byte> cell, uint number, int depth)
    {
        var at = sizeof(uint);
        if (cell.Length <= at)
            throw new AuditException($"A cell of page {number} is too short.");

        var key = RecordReader.Varint(cell, ref at);
        Walk(BinaryPrimitives.ReadUInt32BigEndian(cell), 0, depth + 1);
        if (key != lastRow)
            throw new AuditException($"Page {number} has key {key} where row {lastRow} ends.");

        return at;
    }

    private int Row(ReadOnlySpan<byte> cell, uint number)
    {
        var at = 0;
        var recordBytes = RecordReader.Varint(cell, ref at);
        var row = RecordReader.Varint(cell, ref at);
        var local = LocalBytes(recordBytes);
        if (recordBytes > int.MaxValue || local > cell.Length - at)
            throw new AuditException($"A row of page {number} reaches beyond its place.");

        var record = cell.Slice(at, local);
        at += local;
        if (local < recordBytes)
        {
            if (cell.Length - at < sizeof(uint) || recordBytes > pages.PageCount * (long)pages.PageSize)
                throw new AuditException($"A row of page {number} is too long.");

            record = Assemble(record, (int)recordBytes, BinaryPrimitives.ReadUInt32BigEndian(cell[at..]));
            at += sizeof(uint);
        }

        lastRow = row;
        visit(row, record);
        return at;
    }

    private int LocalBytes(long recordBytes)
    {
        var usable = pages.PageSize;
        if (recordBytes <= usable - 35)
            return (int)recordBytes;

        var least = (usable - 12) * 32 / 255 - 23;
        var fitting = least + (recordBytes - least) % (usable - 4);
        return (int)(fitting <= usable - 35 ? fitting : least);
    }

    private ReadOnlySpan<byte> Assemble(ReadOnlySpan<byte> local, int length, uint next)
    {
        if (assembled.Length < length)
            assembled = new byte[length];

        local.CopyTo(assembled);
        var page = overflow;
        for (var at = local.Length; at < length;)
        {
            Claim(next);
            pages.Read(next, page);
            var taken = Math.Min(length - at, page.Length - sizeof(uint));
            page.AsSpan(sizeof(uint), taken).CopyTo(assembled.AsSpan(at));
            at += taken;
            PageSpace.RequireZero(page.AsSpan(sizeof(uint) + taken), next, sizeof(uint) + taken);
            next = BinaryPrimitives.ReadUInt32BigEndian(page);
        }

        return next == 0
            ? assembled.AsSpan(0, length)
            : throw new AuditException($"A row goes on at page {next} after its end.");
    }

    private void Claim(uint page)
    {
        if (page == 0 || page > pages.PageCount || page == pages.LockBytePage)
            throw new AuditException($"Something refers to page {page} of {pages.PageCount}.");

        if (used[(int)page])
            throw new AuditException($"Page {page} belongs to two places.");

        used[(int)page] = true;
    }
}
