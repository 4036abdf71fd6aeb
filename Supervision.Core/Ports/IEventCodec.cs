using System.Buffers;
using System.Collections.Immutable;
using Supervision.Core.Entities;

namespace Supervision.Core.Ports;

/// <summary>How the events of one turn become the bytes the journal stores. Safe for concurrent use.</summary>
public interface IEventCodec
{
    /// <summary>Writes the events of one turn.</summary>
    void Encode(ImmutableArray<DomainEvent> events, IBufferWriter<byte> target);

    /// <summary>Reads them back.</summary>
    /// <exception cref="FormatException">The bytes are no events this version knows.</exception>
    ImmutableArray<DomainEvent> Decode(ReadOnlyMemory<byte> body);
}
