namespace Supervision.Core.Reading;

/// <summary>
/// A file that came with a step of an order, as the journal names it; the bytes lie beside the journal.
/// </summary>
/// <param name="Hash">SHA-256 of the content, 64 lower-case hexadecimal digits: also its address.</param>
/// <param name="Name">File name as people see it, from 1 to 120 characters.</param>
/// <param name="SizeBytes">Length of the content.</param>
/// <param name="Type">Media type, as the content showed it.</param>
public sealed record Attachment(string Hash, string Name, long SizeBytes, string Type)
{
    /// <summary>Longest file name, in characters.</summary>
    public const int NameLengthMax = 120;

    /// <summary>Most attachments of one step.</summary>
    public const int PerStepMax = 5;

    /// <summary>Largest attachment: 20 MiB.</summary>
    public const long SizeBytesMax = 20 * 1024 * 1024;
}
