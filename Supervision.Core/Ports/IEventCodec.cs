using System.Buffers;
using System.Collections.Immutable;
using Supervision.Core.Entities;

namespace Supervision.Core.Ports;

/// <summary>
/// Turns the events of one turn into bytes and back. What <see cref="Encode"/> writes is the storage format: every
/// later version must still read it. Safe for concurrent use.
/// </summary>
public interface IEventCodec
{
    /// <summary>Writes the events, in order. Equal events give equal bytes.</summary>
    void Encode(ImmutableArray<DomainEvent> events, IBufferWriter<byte> output);

    /// <summary>Reads back what <see cref="Encode"/> wrote, in this version or any before it.</summary>
    /// <exception cref="FormatException">The bytes are no events this version knows.</exception>
    ImmutableArray<DomainEvent> Decode(ReadOnlyMemory<byte> body);
}
