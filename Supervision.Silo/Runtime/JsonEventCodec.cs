using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Supervision.Core.Entities;
using Supervision.Core.Ports;

namespace Supervision.Silo.Runtime;

/// <summary>Stores events as JSON, readable in any database tool for as long as there are any.</summary>
public sealed class JsonEventCodec : IEventCodec
{
    [ThreadStatic]
    private static Utf8JsonWriter? writerOfThisThread;

    /// <inheritdoc />
    public void Encode(ImmutableArray<DomainEvent> events, IBufferWriter<byte> target)
    {
        var writer = writerOfThisThread ??= new Utf8JsonWriter(Stream.Null, StoredJson.WriterOptions);
        writer.Reset(target);
        JsonSerializer.Serialize(writer, events, StoredJson.Storage.ImmutableArrayDomainEvent);
        writer.Flush();
    }

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decode(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, StoredJson.Storage.ImmutableArrayDomainEvent);
        }
        catch (JsonException exception)
        {
            throw new FormatException("The journal holds events this version cannot read.", exception);
        }
    }
}
