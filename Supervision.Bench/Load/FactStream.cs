using System.Diagnostics;
using System.Net;

namespace Supervision.Bench.Load;

/// <summary>An NDJSON body of any length, optionally at a steady rate as a live feed has it.</summary>
/// <param name="lines">The facts.</param>
/// <param name="facts">How many.</param>
/// <param name="factsPerSecond">Rate; 0 sends as fast as the server reads.</param>
internal sealed class FactStream(FactLines lines, long facts, int factsPerSecond) : HttpContent
{
    private const int ChunkBytes = 128 * 1024;

    /// <summary>A live feed sends what has gathered in this time.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var chunk = new byte[ChunkBytes + FactLines.LineBytesMax];
        var length = 0;
        var clock = Stopwatch.StartNew();
        for (long index = 0; index < facts; index++)
        {
            length += lines.Write(index, chunk.AsSpan(length));
            if (factsPerSecond > 0)
            {
                length = await PacedAsync(stream, chunk, length, index + 1, clock);
            }
            else if (length >= ChunkBytes)
            {
                await stream.WriteAsync(chunk.AsMemory(0, length));
                length = 0;
            }
        }

        await stream.WriteAsync(chunk.AsMemory(0, length));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async ValueTask<int> PacedAsync(Stream stream, byte[] chunk, int length, long sent, Stopwatch clock)
    {
        var wait = TimeSpan.FromSeconds((double)sent / factsPerSecond) - clock.Elapsed;
        if (wait < Pace && length < ChunkBytes)
        {
            return length;
        }

        await stream.WriteAsync(chunk.AsMemory(0, length));
        await stream.FlushAsync();
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        return 0;
    }
}
