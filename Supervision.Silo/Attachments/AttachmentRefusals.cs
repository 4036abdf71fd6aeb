using Supervision.Core.Entities;
using Supervision.Core.Reading;

namespace Supervision.Silo.Attachments;

/// <summary>Why a file is not taken. Nothing of a refused file is kept.</summary>
public static class AttachmentRefusals
{
    /// <summary>Longer than an attachment may be.</summary>
    public static Refusal TooLarge { get; } = new(
        "attachment.tooLarge", $"A file has more than {Attachment.SizeBytesMax / 1024 / 1024} MB.",
        "Send a smaller copy, or send it in parts.");

    /// <summary>More files than a step may have.</summary>
    public static Refusal TooMany { get; } = new(
        "attachment.tooMany", $"There are more than {Attachment.PerStepMax} attachments.",
        $"Send {Attachment.PerStepMax} at most with one step.");

    /// <summary>The request's form is broken.</summary>
    public static Refusal Unreadable { get; } = new(
        "attachment.unreadable", "The form ends early or is not well made.", "Send it again.");

    /// <summary>No room is left for files.</summary>
    public static Refusal NoRoom { get; } = new(
        "attachment.noRoom", "The disk has no room for attachments.", "Tell the administrator, and send it again.");

    /// <summary>Too many at one time.</summary>
    public static Refusal Busy { get; } = new(
        "attachment.busy", "Many people are sending files at this moment.", "Send it again in a moment.");

    /// <summary>The name is missing, too long, or its ending is not that of the content.</summary>
    public static Refusal Name(string name) => new(
        "attachment.name", $"'{name}' is no name for this file.",
        $"Give it a name of 1 to {Attachment.NameLengthMax} characters that ends as its kind does.");

    /// <summary>None of the kinds that are taken.</summary>
    public static Refusal Type(string name) => new(
        "attachment.type", $"'{name}' is none of: PDF, PNG, JPEG, docx, xlsx, plain text in UTF-8.",
        "Save it as one of these.");

    /// <summary>One of the kinds by its beginning, but not as a whole, or more than that.</summary>
    public static Refusal Suspicious(string name, string why) => new(
        "attachment.suspicious", $"'{name}': {why}", "Open it in its program, save it anew, and send that.");
}
