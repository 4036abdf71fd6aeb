using System.Text;
using Supervision.Silo.Attachments;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Attachments;

public sealed class ContentCheckTests
{
    private const string Page = "<script>alert(1)</script>";

    public static TheoryData<string, byte[], string> Whole => new()
    {
        { "a.pdf", SampleFiles.Pdf, "application/pdf" },
        { "A.PDF", SampleFiles.Pdf, "application/pdf" },
        { "a.png", SampleFiles.Png, "image/png" },
        { "a.png", SampleFiles.PngWith(("tEXt", "Title\0整改")), "image/png" },
        { "a.jpg", SampleFiles.Jpeg, "image/jpeg" },
        { "a.jpeg", [.. SampleFiles.Jpeg, 0, 0, .. SampleFiles.Jpeg], "image/jpeg" },
        { "a.docx", SampleFiles.Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
        { "a.xlsx", SampleFiles.Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
        { "说明.txt", SampleFiles.Text, "text/plain" },
        { "a.txt", [0xEF, 0xBB, 0xBF, .. SampleFiles.Text], "text/plain" },
    };

    public static TheoryData<string, byte[], string> Refused => new()
    {
        // The name says something else than the content, or nothing at all.
        { "a.txt", SampleFiles.Pdf, "attachment.name" },
        { "a.pdf", SampleFiles.Png, "attachment.name" },
        { "a.pdf.exe", SampleFiles.Pdf, "attachment.name" },
        { "a.html", SampleFiles.Text, "attachment.name" },
        { ".pdf", SampleFiles.Pdf, "attachment.name" },
        { "", SampleFiles.Pdf, "attachment.name" },
        { new string('a', 120) + ".pdf", SampleFiles.Pdf, "attachment.name" },
        { "a.xlsx", SampleFiles.Docx, "attachment.suspicious" },

        // None of the kinds.
        { "a.txt", [], "attachment.type" },
        { "a.png", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "attachment.type" },
        { "a.gif", Latin("GIF89a\u0001\0\u0001\0"), "attachment.type" },
        { "a.exe", Latin("MZ\u0090\0\u0003\0"), "attachment.type" },

        // Two things at once.
        { "a.pdf", [.. Latin("junk "), .. SampleFiles.Pdf], "attachment.name" },
        { "a.txt", [.. Latin("junk\0"), .. SampleFiles.Pdf], "attachment.type" },
        { "a.pdf", [.. SampleFiles.Pdf, .. Latin(Page)], "attachment.suspicious" },
        { "a.pdf", [.. SampleFiles.Pdf, .. SampleFiles.Zip("a.exe")], "attachment.suspicious" },
        { "a.pdf", [.. SampleFiles.Pdf, .. SampleFiles.Zip("a.exe"), .. Latin("%%EOF")], "attachment.suspicious" },
        { "a.pdf", Latin("%PDF-1.4 " + Page + "\n%%EOF"), "attachment.suspicious" },
        { "a.pdf", Latin("%PDF-1.4\n"), "attachment.suspicious" },
        { "a.png", [.. SampleFiles.Png, .. Latin(Page)], "attachment.suspicious" },
        { "a.png", [.. SampleFiles.Png, .. SampleFiles.Zip("a.exe")], "attachment.suspicious" },
        { "a.png", SampleFiles.PngWith(("tEXt", "Comment\0" + Page)), "attachment.suspicious" },
        { "a.png", SampleFiles.PngWith(("zzZz", Encoding.Latin1.GetString(SampleFiles.Zip("a")))),
            "attachment.suspicious" },
        { "a.png", SampleFiles.Png[..^12], "attachment.suspicious" },
        { "a.jpg", [.. SampleFiles.Jpeg, .. Latin(Page)], "attachment.suspicious" },
        { "a.jpg", [.. SampleFiles.Jpeg, .. SampleFiles.Zip("a.exe")], "attachment.suspicious" },
        { "a.jpg", SampleFiles.JpegWith(Page), "attachment.suspicious" },
        { "a.jpg", SampleFiles.Jpeg[..^2], "attachment.suspicious" },
        { "a.docx", SampleFiles.Zip("word/document.xml"), "attachment.suspicious" },
        { "a.docx", Word("word/vbaProject.bin"), "attachment.suspicious" },
        { "a.docx", Word("META-INF/MANIFEST.MF"), "attachment.suspicious" },
        { "a.docx", Word("word/../../evil.xml"), "attachment.suspicious" },
        { "a.docx", Word("word/document.xml"), "attachment.suspicious" },
        { "a.docx", SampleFiles.Docx[..^30], "attachment.suspicious" },
        { "a.docx", [.. SampleFiles.Docx, 0], "attachment.suspicious" },
        { "a.docx", [.. SampleFiles.Zip("x"), .. SampleFiles.Docx], "attachment.suspicious" },
        { "a.txt", Latin(Page), "attachment.suspicious" },
        { "a.txt", Latin("safe\n<IMG src=x onerror=alert(1)>"), "attachment.suspicious" },
        { "a.txt", Latin(new string('x', (64 * 1024) - 3) + Page), "attachment.suspicious" },
        { "a.txt", [0xB4, 0xF0, 0xB8, 0xB4], "attachment.suspicious" }, // GB 2312
        { "a.txt", Latin("escape \u001b[2J"), "attachment.suspicious" },
    };

    [Theory]
    [MemberData(nameof(Whole), DisableDiscoveryEnumeration = true)]
    public void Of_AWholeFile_IsItsMediaType(string name, byte[] content, string type) =>
        Assert.Equal((type, null), ContentCheck.Of(new MemoryStream(content), name));

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Of_AnythingElse_IsRefused(string name, byte[] content, string code)
    {
        var (type, refusal) = ContentCheck.Of(new MemoryStream(content), name);
        Assert.Equal((null, code), (type, refusal?.Code));
        Assert.NotEmpty(refusal!.Remedy);
    }

    /// <summary>No cut and no flipped byte of a whole file makes the check fail instead of answering.</summary>
    [Fact]
    public void Of_AnyDamage_AnswersAndDoesNotFail()
    {
        foreach (var (name, whole) in new[]
            {
                ("a.pdf", SampleFiles.Pdf), ("a.png", SampleFiles.Png), ("a.jpg", SampleFiles.Jpeg),
                ("a.docx", SampleFiles.Docx), ("a.txt", SampleFiles.Text),
            })
        {
            for (var at = 0; at < whole.Length; at++)
            {
                ContentCheck.Of(new MemoryStream(whole[..at]), name);
                foreach (var value in (byte[])[0, 0x7F, 0xFF])
                {
                    byte[] damaged = [.. whole];
                    damaged[at] = value;
                    ContentCheck.Of(new MemoryStream(damaged), name);
                }
            }
        }
    }

    [Theory]
    [InlineData("C:\\Users\\wang\\说明.pdf", "说明.pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("a\u202Efdp.exe", "afdp.exe")]
    [InlineData("a\r\nb\0.pdf", "ab.pdf")]
    [InlineData("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf")]
    public void Plain_LeavesOutFoldersAndWhatCannotBeSeen(string sent, string kept) =>
        Assert.Equal(kept, FileNames.Plain(sent));

    private static byte[] Word(string other) =>
        SampleFiles.Office("word/document.xml", "wordprocessingml.document", other);

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
