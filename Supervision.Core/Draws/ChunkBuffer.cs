using System.Buffers;

namespace Supervision.Core.Draws;

/// <summary>
/// Passes what is written on in chunks: a pool may have a million objects, and need not be in memory twice.
/// </summary>
/// <param name="sink">Takes each chunk before the next is written.</param>
public sealed class ChunkBuffer(Action<ReadOnlySpan<byte>> sink) : IBufferWriter<byte>
{
    private const int ChunkBytes = 1 << 16;

    private byte[] chunk = new byte[ChunkBytes];
    private int used;

    /// <inheritdoc />
    public void Advance(int count) => used += count;

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return chunk.AsMemory(used);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return chunk.AsSpan(used);
    }

    /// <summary>Passes on what is left.</summary>
    public void Flush()
    {
        sink(chunk.AsSpan(0, used));
        used = 0;
    }

    private void Reserve(int size)
    {
        if (chunk.Length - used >= Math.Max(1, size))
        {
            return;
        }

        Flush();
        if (size > chunk.Length)
        {
            chunk = new byte[size];
        }
    }
}
