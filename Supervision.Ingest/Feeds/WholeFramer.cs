using System.Buffers;
using System.Text.Json;

namespace Supervision.Ingest.Feeds;

/// <summary>Takes the whole body as one event.</summary>
internal sealed class WholeFramer(int eventBytesMax) : IFramer
{
    private bool isTaken;

    public Framed Next(ref ReadOnlySequence<byte> buffer, bool isComplete, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.Length > eventBytesMax) throw new BodyTooLargeException(eventBytesMax);
        if (isTaken || !isComplete) return Framed.NeedMore;
        isTaken = true;
        frame = buffer;
        buffer = buffer.Slice(buffer.End);
        ThrowUnlessObject(frame);
        return Framed.Event;
    }

    private static void ThrowUnlessObject(ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = FactReader.DepthMax });
        try
        {
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            reader.Skip();
            reader.Read();
            if (!isObject) throw new UnreadableBodyException("The body is not a JSON object.");
        }
        catch (JsonException e)
        {
            throw new UnreadableBodyException("The body is not valid JSON: " + FaultWords.Sentence(e) + ".");
        }
    }
}
