using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Supervision.Core.Entities;
using Supervision.Core.Ports;

namespace Supervision.Tests.Support;

/// <summary>An event that is only a text, for tests of what carries events.</summary>
public sealed record Noted(string Text) : DomainEvent;

/// <summary>Writes <see cref="Noted"/> events, one per line.</summary>
public sealed class NoteCodec : IEventCodec
{
    public static NoteCodec Instance { get; } = new();

    public void Encode(ImmutableArray<DomainEvent> events, IBufferWriter<byte> output) =>
        output.Write(BodyOf(events).Span);

    public ImmutableArray<DomainEvent> Decode(ReadOnlyMemory<byte> body) =>
        [.. Encoding.UTF8.GetString(body.Span).Split('\n').Select(line => new Noted(line))];

    public static ReadOnlyMemory<byte> BodyOf(ImmutableArray<DomainEvent> events) =>
        Encoding.UTF8.GetBytes(string.Join('\n', events.Cast<Noted>().Select(note => note.Text)));
}
