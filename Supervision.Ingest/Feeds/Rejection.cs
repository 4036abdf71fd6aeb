namespace Supervision.Ingest.Feeds;

/// <summary>Why one fact of a body was not taken.</summary>
/// <param name="Index">Its place among the events of the body, from 0; blank lines do not count.</param>
/// <param name="Id">Its id, cut to 256 characters; null when none could be read.</param>
/// <param name="Reason">The field at fault, a colon, and what is wrong with it; at most 300 characters.</param>
public sealed record Rejection(long Index, string? Id, string Reason)
{
    private const int ReasonCharactersMax = 300;

    /// <summary>A fault whose texts are cut to their bounds, since they may quote what a sender wrote.</summary>
    internal static Rejection Of(long index, string? id, string reason) => new(
        index,
        id is { Length: > FactReader.AttributeCharactersMax } ? id[..FactReader.AttributeCharactersMax] : id,
        reason.Length > ReasonCharactersMax ? reason[..ReasonCharactersMax] : reason);
}

/// <summary>The body as a whole cannot be read; nothing of it was taken. The message says what is wrong.</summary>
public sealed class UnreadableBodyException(string message) : Exception(message);

/// <summary>The body is larger than a body that is not streamed may be; nothing of it was taken.</summary>
public sealed class BodyTooLargeException(long bytesMax)
    : Exception(
        $"The body is larger than {bytesMax} bytes. Send less at a time, or stream it as application/x-ndjson.");
