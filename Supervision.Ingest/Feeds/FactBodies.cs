using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Supervision.Ingest.Feeds;

/// <summary>
/// Reads bodies of any of the three media types into batches of facts and faults. Safe for concurrent use.
/// </summary>
public sealed class FactBodies(FactReader facts, FeedLimits limits)
{
    /// <summary>Reads a body to its end. Indexes run over the whole body.</summary>
    /// <param name="body">The body; read from its present position and not completed.</param>
    /// <param name="format">How it is written. A byte order mark before it is passed over.</param>
    /// <returns>
    /// Batches of at most <see cref="FeedLimits.BatchFactsMax"/> facts and faults. Of lines, a smaller one as soon as
    /// the sender pauses, so that a slow live feed is not held back.
    /// </returns>
    /// <exception cref="UnreadableBodyException">Not JSON, or an array that is not closed; never for lines.</exception>
    /// <exception cref="BodyTooLargeException">Beyond the bound of a format that is not streamed.</exception>
    public async IAsyncEnumerable<FactBatch> ReadAsync(
        PipeReader body, FeedFormat format, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var parse = new BodyParse(facts, limits, format);
        while (true)
        {
            if (!body.TryRead(out var read))
            {
                if (format == FeedFormat.Lines && parse.TryTakeBatch(isPause: true) is { } early) yield return early;
                read = await body.ReadAsync(cancellationToken);
            }

            var rest = read.Buffer;
            try
            {
                while (parse.Continue(ref rest, read.IsCompleted))
                {
                    if (parse.TryTakeBatch(isPause: false) is { } full) yield return full;
                }
            }
            finally
            {
                // Also when it cannot be read: the server drains what is left.
                body.AdvanceTo(rest.Start, read.Buffer.End);
            }

            if (read.IsCompleted) break;
        }

        if (parse.TryTakeBatch(isPause: true) is { } last) yield return last;
    }

    /// <summary>Where one body stands.</summary>
    private sealed class BodyParse(FactReader facts, FeedLimits limits, FeedFormat format) : IDisposable
    {
        private readonly IFramer framer = format switch
        {
            FeedFormat.Lines => new LineFramer(limits.EventBytesMax),
            FeedFormat.Batch => new ArrayFramer(limits.EventBytesMax),
            _ => new WholeFramer(limits.EventBytesMax),
        };

        private FactBatch batch = new();
        private byte[]? joined;
        private bool isPastMark;
        private long index;
        private long bytes;

        /// <summary>The batch when it is full, or when the sender pauses and it is not empty; else null.</summary>
        public FactBatch? TryTakeBatch(bool isPause)
        {
            if (batch.Count == 0 || (!isPause && batch.Count < limits.BatchFactsMax)) return null;
            var taken = batch;
            batch = new FactBatch();
            return taken;
        }

        /// <summary>
        /// Parses until the batch is full (true: take it and call again) or more bytes are needed (false).
        /// </summary>
        public bool Continue(ref ReadOnlySequence<byte> buffer, bool isComplete)
        {
            if (!TryPassMark(ref buffer, isComplete)) return false;
            var before = buffer.Length;
            var isFull = Fill(ref buffer, isComplete);
            bytes += before - buffer.Length;
            if (format != FeedFormat.Lines && bytes + buffer.Length > limits.BodyBytesMax)
                throw new BodyTooLargeException(limits.BodyBytesMax);
            return isFull;
        }

        public void Dispose()
        {
            if (joined is not null) ArrayPool<byte>.Shared.Return(joined);
            joined = null;
        }

        private bool Fill(ref ReadOnlySequence<byte> buffer, bool isComplete)
        {
            while (batch.Count < limits.BatchFactsMax)
            {
                switch (framer.Next(ref buffer, isComplete, out var frame))
                {
                    case Framed.NeedMore:
                        return false;
                    case Framed.TooLarge:
                        batch.Add(Rejection.Of(index++, null, $"event: is larger than {limits.EventBytesMax} bytes"));
                        break;
                    default:
                        Read(frame);
                        break;
                }
            }

            return true;
        }

        private void Read(ReadOnlySequence<byte> frame)
        {
            if (facts.TryRead(Joined(frame), index, out var fact, out var fault)) batch.Add(index, fact);
            else batch.Add(fault);
            index++;
        }

        private ReadOnlySpan<byte> Joined(ReadOnlySequence<byte> frame)
        {
            if (frame.IsSingleSegment) return frame.FirstSpan;
            joined ??= ArrayPool<byte>.Shared.Rent(limits.EventBytesMax);
            frame.CopyTo(joined);
            return joined.AsSpan(0, (int)frame.Length);
        }

        private bool TryPassMark(ref ReadOnlySequence<byte> buffer, bool isComplete)
        {
            if (isPastMark) return true;
            var mark = "\uFEFF"u8;
            if (buffer.Length < mark.Length && !isComplete) return false;
            isPastMark = true;
            Span<byte> start = stackalloc byte[mark.Length];
            if (buffer.Length < mark.Length) return true;
            buffer.Slice(0, mark.Length).CopyTo(start);
            if (start.SequenceEqual(mark)) buffer = buffer.Slice(mark.Length);
            return true;
        }
    }
}
