using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Supervision.Silo.Journals.Verification;

/// <summary>
/// The newest committed pages of a journal: its file with the write-ahead log laid over it. While a read transaction is
/// open elsewhere, the pages stay as they are although the writer goes on.
/// </summary>
internal sealed class JournalPages : IDisposable
{
    /// <summary>SQLite never uses the page that holds this byte of the file: its locks live there.</summary>
    private const long LockByteAt = 0x40000000;
    private readonly SafeFileHandle file;

    /// <param name="path">The journal.</param>
    /// <param name="file">The same, open for reading; the caller closes it.</param>
    /// <param name="isAtRest">Whether nobody writes the journal.</param>
    public JournalPages(string path, SafeFileHandle file, bool isAtRest)
    {
        this.file = file;
        Span<byte> start = stackalloc byte[FileHeader.Bytes];
        if (RandomAccess.Read(file, start, 0) < FileHeader.Bytes)
            throw new AuditException("The file is shorter than a header.");

        PageSize = FileHeader.PageSizeOf(start);
        if (PageSize < 512 || !int.IsPow2(PageSize))
            throw new AuditException($"The header names a page size of {PageSize} bytes.");

        Log = new JournalLog(JournalFolder.LogOf(path), PageSize, isAtRest);
        FileBytes = RandomAccess.GetLength(file);
        PageCount = Log.PageCount > 0 ? Log.PageCount : BinaryPrimitives.ReadUInt32BigEndian(start[28..]);
        if (Log.PageCount == 0 && FileBytes != PageCount * (long)PageSize)
            throw new AuditException($"The file has {FileBytes} bytes, and its header says {PageCount} pages.");
    }

    public int PageSize { get; }

    public uint PageCount { get; }

    public long FileBytes { get; }

    public JournalLog Log { get; }

    /// <summary>The one page that belongs to nothing, in files of more than 1 GiB.</summary>
    public uint LockBytePage => (uint)(LockByteAt / PageSize) + 1;

    /// <summary>Reads the newest version of a page, counted from 1.</summary>
    /// <returns>Whether it came from the log, whose checksums cover every byte of it.</returns>
    public bool Read(uint page, Span<byte> content)
    {
        var versions = Log.VersionsOf(page);
        if (versions > 0 && Log.TryRead(page, versions - 1, content))
            return true;

        ReadFromFile(page, content);
        return false;
    }

    /// <summary>Reads what the file itself holds for a page; a part beyond the end of the file reads as zero.</summary>
    public void ReadFromFile(uint page, Span<byte> content)
    {
        var read = RandomAccess.Read(file, content, (page - 1) * (long)PageSize);
        content[read..].Clear();
    }

    public void Dispose() => Log.Dispose();
}
