using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Supervision.Silo.Attachments;

/// <summary>
/// docx and xlsx: an archive from the first byte to the last, whose list of parts names the right main part, with
/// nothing outside the folders of the format and no macros. Parts are listed, not unpacked, but for that list.
/// </summary>
internal static class OfficeCheck
{
    public const string Document = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int PartsMax = 10_000;
    private const int ListBytesMax = 1024 * 1024;
    private const int EndBytes = 22;
    private const string List = "[Content_Types].xml";

    private static readonly string[] Folders = ["_rels/", "docProps/", "customXml/", "docMetadata/", "[trash]/"];

    public static byte[] Signature { get; } = [(byte)'P', (byte)'K', 3, 4];

    /// <param name="file">The file.</param>
    /// <param name="folder">Where its main part lies: <c>word/</c> or <c>xl/</c>.</param>
    public static string? Fault(Stream file, string folder)
    {
        if (!IsNothingElse(file))
        {
            return "Something stands before, between or after its parts.";
        }

        try
        {
            file.Position = 0;
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return FaultOfParts(archive, folder);
        }
        catch (InvalidDataException)
        {
            return "It is not a whole archive.";
        }
    }

    private static string? FaultOfParts(ZipArchive archive, string folder)
    {
        const string wrong = "It is an archive, and no document of its kind.";
        if (archive.Entries.Count > PartsMax
            || archive.Entries.Select(part => part.FullName).Distinct(StringComparer.OrdinalIgnoreCase).Count()
                < archive.Entries.Count)
        {
            return wrong;
        }

        if (archive.GetEntry(List) is not { Length: > 0 and <= ListBytesMax } list)
        {
            return wrong;
        }

        if (archive.Entries.Any(part => part.Name.StartsWith("vbaProject", StringComparison.OrdinalIgnoreCase)))
        {
            return "It holds macros.";
        }

        var isWord = folder == "word/";
        var main = isWord ? Document + ".main+xml" : Workbook + ".main+xml";
        return archive.GetEntry(isWord ? "word/document.xml" : "xl/workbook.xml") is not null
            && archive.Entries.All(part => IsAtHome(part.FullName, folder))
            && TextOf(list).Contains($"\"{main}\"", StringComparison.Ordinal) ? null : wrong;
    }

    private static bool IsAtHome(string part, string folder) =>
        part == List
        || (!part.Contains("..", StringComparison.Ordinal) && !part.Contains('\\', StringComparison.Ordinal)
            && Folders.Append(folder).Any(home => part.StartsWith(home, StringComparison.Ordinal)));

    /// <summary>The list, cut where it is longer than it claims.</summary>
    private static string TextOf(ZipArchiveEntry list)
    {
        using var stream = list.Open();
        var bytes = new byte[ListBytesMax];
        return Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    /// <summary>
    /// The end record is the last thing in the file, and the directory before it begins where the record says: nothing
    /// was put in front. Archives of 4 GB and more are none of ours.
    /// </summary>
    private static bool IsNothingElse(Stream file)
    {
        if (file.Length < EndBytes)
        {
            return false;
        }

        Span<byte> end = stackalloc byte[EndBytes];
        file.Position = file.Length - EndBytes;
        file.ReadExactly(end);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        return end.StartsWith("PK\u0005\u0006"u8) && BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) == 0
            && start + (long)size == file.Length - EndBytes;
    }
}
