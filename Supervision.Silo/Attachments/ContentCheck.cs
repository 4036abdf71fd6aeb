using Supervision.Core.Entities;
using Supervision.Core.Reading;

namespace Supervision.Silo.Attachments;

/// <summary>
/// Finds out what a file is by its content, and refuses one that is something else as well (a polyglot). What each
/// kind is checked for is in ADR 32; nothing here executes, decompresses or renders a file.
/// </summary>
public static class ContentCheck
{
    /// <summary>Media type of each kind, with the endings its names may have.</summary>
    private static readonly Kind[] Kinds =
    [
        new("application/pdf", [".pdf"], "%PDF-"u8.ToArray(), PdfCheck.Fault),
        new("image/png", [".png"], PngCheck.Signature, PngCheck.Fault),
        new("image/jpeg", [".jpg", ".jpeg"], [0xFF, 0xD8, 0xFF], JpegCheck.Fault),
        new(OfficeCheck.Document, [".docx"], OfficeCheck.Signature, file => OfficeCheck.Fault(file, "word/")),
        new(OfficeCheck.Workbook, [".xlsx"], OfficeCheck.Signature, file => OfficeCheck.Fault(file, "xl/")),
    ];

    private static readonly Kind PlainText = new("text/plain", [".txt"], [], TextCheck.Fault);

    /// <summary>Endings that names may have, for file choosers.</summary>
    public static IReadOnlyList<string> Endings { get; } =
        [.. Kinds.SelectMany(kind => kind.Endings), .. PlainText.Endings];

    /// <summary>The media type of a file, or why it is not taken.</summary>
    /// <param name="file">The whole content; read from its beginning.</param>
    /// <param name="name">What people call it.</param>
    public static (string? Type, Refusal? Refusal) Of(Stream file, string name)
    {
        if (name.Length is 0 or > Attachment.NameLengthMax)
        {
            return (null, AttachmentRefusals.Name(name[..Math.Min(name.Length, Attachment.NameLengthMax)]));
        }

        Span<byte> head = stackalloc byte[16];
        file.Position = 0;
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var found = KindsOf(head[..length]).ToArray();
        if (found.Length == 0)
        {
            return (null, AttachmentRefusals.Type(name));
        }

        // Both office formats begin alike: the name says which one is meant, and the content has to be that one.
        if (found.FirstOrDefault(kind => kind.Names(name)) is not { } meant)
        {
            return (null, AttachmentRefusals.Name(name));
        }

        file.Position = 0;
        var isArchive = meant.Signature == OfficeCheck.Signature;
        var fault = meant.Fault(file)
            ?? (!isArchive && Markup.EndsAsArchive(file) ? "It is an archive, too." : null);
        return fault is null ? (meant.MediaType, null) : (null, AttachmentRefusals.Suspicious(name, fault));
    }

    private static Kind[] KindsOf(ReadOnlySpan<byte> head)
    {
        List<Kind> found = [];
        foreach (var kind in Kinds)
        {
            if (head.StartsWith(kind.Signature))
            {
                found.Add(kind);
            }
        }

        return found.Count > 0 ? [.. found] : TextCheck.MayBe(head) ? [PlainText] : [];
    }

    /// <param name="MediaType">What it is served as.</param>
    /// <param name="Endings">Of its names, in lower case.</param>
    /// <param name="Signature">Its first bytes.</param>
    /// <param name="Fault">What is wrong with a file of this kind; null when nothing is.</param>
    private sealed record Kind(
        string MediaType, string[] Endings, byte[] Signature, Func<Stream, string?> Fault)
    {
        public bool Names(string name) => Endings.Any(
            ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }
}
