using System.Buffers;
using System.Text;

namespace Supervision.Silo.Attachments;

/// <summary>Looks for what a browser or an archiver would take for its own, hidden in something else.</summary>
internal static class Markup
{
    /// <summary>An archive's directory ends within so many bytes of its end.</summary>
    private const int ArchiveTailBytes = 22 + ushort.MaxValue;

    private static readonly SearchValues<string> Tags = SearchValues.Create(
        [
            "<script", "<html", "<!doctype", "<svg", "<iframe", "<object", "<embed", "<body", "<head", "<img", "<style",
            "<meta", "<link", "<base", "<form", "<?php", "javascript:",
        ], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether bytes hold markup that a browser would act on.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).AsSpan().ContainsAny(Tags);

    /// <summary>Whether a text does.</summary>
    public static bool IsIn(string text) => text.AsSpan().ContainsAny(Tags);

    /// <summary>Whether an archiver could open the file: an archive may follow, or hide in, anything.</summary>
    public static bool EndsAsArchive(Stream file)
    {
        var tail = new byte[Math.Min(file.Length, ArchiveTailBytes)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        return tail.AsSpan().IndexOf("PK\u0005\u0006"u8) >= 0;
    }
}
