using System.Buffers.Binary;

namespace Supervision.Silo.Journals.Verification;

/// <summary>
/// The first 100 bytes of an SQLite file (file format document, section 1.3), each of which a journal has under
/// control: a constant, a count that pages prove, or a counter kept twice.
/// </summary>
internal static class FileHeader
{
    /// <summary>Length of the header.</summary>
    public const int Bytes = 100;

    private const int LibraryVersionAt = 96;

    /// <summary>
    /// SQLite versions that wrote journals of this program; a copy without a head record may be of any.
    /// </summary>
    public static IReadOnlyList<int> LibraryVersions { get; } = [3_050_004];

    public static int PageSizeOf(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is not 1 and var size ? size : 65_536;

    public static int LibraryVersionOf(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadInt32BigEndian(header[LibraryVersionAt..]);

    /// <summary>Checks every field.</summary>
    /// <param name="libraryVersion">The SQLite version of the last writer; null when not recorded.</param>
    /// <exception cref="AuditException">A field is not as a writer leaves it.</exception>
    public static void Audit(ReadOnlySpan<byte> header, int pageSize, uint pageCount, int? libraryVersion)
    {
        Span<byte> expected = stackalloc byte[Bytes];
        "SQLite format 3\0"u8.CopyTo(expected);
        BinaryPrimitives.WriteUInt16BigEndian(expected[16..], (ushort)(pageSize == 65_536 ? 1 : pageSize));
        ReadOnlySpan<byte> writeAheadLogAndFractions = [2, 2, 0, 64, 32, 32];
        writeAheadLogAndFractions.CopyTo(expected[18..]);
        header.Slice(24, 4).CopyTo(expected[24..]); // change counter, kept again at 92
        BinaryPrimitives.WriteUInt32BigEndian(expected[28..], pageCount);
        BinaryPrimitives.WriteInt32BigEndian(expected[40..], 1); // schema cookie: one CREATE TABLE
        BinaryPrimitives.WriteInt32BigEndian(expected[44..], 4); // schema format
        BinaryPrimitives.WriteInt32BigEndian(expected[56..], 1); // UTF-8
        BinaryPrimitives.WriteInt32BigEndian(expected[60..], JournalSchema.Version);
        BinaryPrimitives.WriteInt32BigEndian(expected[68..], JournalSchema.ApplicationId);
        header.Slice(24, 4).CopyTo(expected[92..]);
        var writtenBy = LibraryVersionOf(header);
        if (libraryVersion is { } recorded ? recorded == writtenBy : LibraryVersions.Contains(writtenBy))
            header[LibraryVersionAt..Bytes].CopyTo(expected[LibraryVersionAt..]);

        var same = header[..Bytes].CommonPrefixLength(expected);
        if (same < Bytes)
            throw new AuditException($"The file header is wrong at byte {same}: {header[same]} for {expected[same]}.");
    }
}
