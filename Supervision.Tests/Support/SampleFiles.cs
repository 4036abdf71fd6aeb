using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Supervision.Tests.Support;

/// <summary>Small whole files of every kind that orders take, made byte by byte.</summary>
internal static class SampleFiles
{
    public static byte[] Pdf { get; } = Encoding.Latin1.GetBytes(
        "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");

    public static byte[] Png { get; } = PngWith();

    public static byte[] Jpeg { get; } = JpegWith("shot by a test");

    public static byte[] Text { get; } = Encoding.UTF8.GetBytes("整改情况说明\r\n已向申请人致歉。\n");

    public static byte[] Docx { get; } = Office("word/document.xml", "wordprocessingml.document");

    public static byte[] Xlsx { get; } = Office("xl/workbook.xml", "spreadsheetml.sheet");

    /// <summary>A picture of one pixel, with other chunks before its end.</summary>
    public static byte[] PngWith(params (string Type, string Text)[] chunks)
    {
        var bytes = new MemoryStream();
        bytes.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(bytes, "IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
        foreach (var (type, text) in chunks)
        {
            Chunk(bytes, type, Encoding.Latin1.GetBytes(text));
        }

        Chunk(bytes, "IDAT", [0x78, 0x9C, 0x63, 0x60, 0, 0, 0, 2, 0, 1]);
        Chunk(bytes, "IEND", []);
        return bytes.ToArray();
    }

    /// <summary>A picture with a comment; its coded data hold what looks like marks and are none.</summary>
    public static byte[] JpegWith(string comment)
    {
        var text = Encoding.Latin1.GetBytes(comment);
        return
        [
            0xFF, 0xD8, 0xFF, 0xFE, 0, (byte)(text.Length + 2), .. text, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12,
            0xFF, 0, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9,
        ];
    }

    /// <summary>A document with a main part and others.</summary>
    public static byte[] Office(string main, string kind, params string[] others)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(archive, "[Content_Types].xml", $"""
                <Types><Override PartName="/{main}"
                ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>
                """);
            foreach (var part in others.Prepend(main))
            {
                Part(archive, part, "<x/>");
            }
        }

        return bytes.ToArray();
    }

    /// <summary>An archive of one file.</summary>
    public static byte[] Zip(string part)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(archive, part, "x");
        }

        return bytes.ToArray();
    }

    private static void Part(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static void Chunk(MemoryStream bytes, string type, byte[] content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        bytes.Write(length);
        bytes.Write(Encoding.ASCII.GetBytes(type));
        bytes.Write(content);
        bytes.Write([0, 0, 0, 0]);
    }
}
