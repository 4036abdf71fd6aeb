using System.IO.Pipelines;
using Supervision.Core.Facts;
using Supervision.Core.Ports;

namespace Supervision.Ingest.Feeds;

/// <summary>Takes bodies of facts through to the engine. Safe for concurrent use.</summary>
/// <param name="bodies">Reads the bodies.</param>
/// <param name="engine">Where the facts go.</param>
/// <param name="limits">Bounds.</param>
/// <param name="check">Judges each fact before it is submitted.</param>
public sealed class FactsIntake(FactBodies bodies, IEngine engine, FeedLimits limits, FactCheck check)
{
    /// <summary>Takes one body and returns when every fact of it is durable.</summary>
    /// <exception cref="UnreadableBodyException">Nothing was taken.</exception>
    /// <exception cref="BodyTooLargeException">Nothing was taken.</exception>
    /// <exception cref="EngineBusyException">Back-pressure; nothing was taken. Never for lines: those wait.</exception>
    /// <exception cref="JournalUnavailableException">
    /// Part of it may be durable; sending it all again is safe.
    /// </exception>
    public Task<FeedAnswer> TakeAsync(
        PipeReader body, FeedFormat format, FeedKey key, CancellationToken cancellationToken)
    {
        FactCheck screen = fact => KeyScopes.Fault(key, fact) ?? check(fact);
        return format == FeedFormat.Lines
            ? TakeStreamAsync(body, screen, cancellationToken)
            : TakeWholeAsync(body, format, screen, cancellationToken);
    }

    /// <summary>Commits batch after batch while the next is read; a full engine slows the reading down.</summary>
    private async Task<FeedAnswer> TakeStreamAsync(
        PipeReader body, FactCheck screen, CancellationToken cancellationToken)
    {
        var tally = new FeedTally(limits.RejectionsToldMax);
        var inFlight = new Queue<Task<SubmitReceipt>>(limits.BatchesInFlightMax);
        try
        {
            await foreach (var batch in bodies.ReadAsync(body, FeedFormat.Lines, cancellationToken))
            {
                batch.Screen(screen);
                tally.Add(batch.Faults);
                if (batch.Facts.Count == 0) continue;
                if (inFlight.Count == limits.BatchesInFlightMax) tally.Add(await inFlight.Dequeue());
                inFlight.Enqueue(engine.SubmitAsync(batch.Facts, Patience.Wait, cancellationToken).AsTask());
            }

            while (inFlight.TryDequeue(out var oldest)) tally.Add(await oldest);
            return tally.Answer();
        }
        finally
        {
            // Only after a failure is anything left: its outcome is not told, but no task goes without an owner.
            await Task.WhenAll(inFlight).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>
    /// Reads the whole body before anything is submitted, so that an unreadable end takes nothing. The first batch is
    /// submitted without patience; once it was taken the body counts as admitted, and the rest of one that is larger
    /// than a batch waits its turn. Hence 429 always means that nothing was taken.
    /// </summary>
    private async Task<FeedAnswer> TakeWholeAsync(
        PipeReader body, FeedFormat format, FactCheck screen, CancellationToken cancellationToken)
    {
        var tally = new FeedTally(limits.RejectionsToldMax);
        var facts = new List<Fact>();
        await foreach (var batch in bodies.ReadAsync(body, format, cancellationToken))
        {
            batch.Screen(screen);
            tally.Add(batch.Faults);
            facts.AddRange(batch.Facts);
        }

        for (var taken = 0; taken < facts.Count; taken += IEngine.FactsMax)
        {
            var part = facts.GetRange(taken, Math.Min(IEngine.FactsMax, facts.Count - taken));
            var patience = taken == 0 ? Patience.Fail : Patience.Wait;
            tally.Add(await engine.SubmitAsync(part, patience, cancellationToken));
        }

        return tally.Answer();
    }
}
