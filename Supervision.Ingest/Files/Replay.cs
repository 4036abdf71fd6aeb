using Supervision.Ingest.Feeds;

namespace Supervision.Ingest.Files;

/// <summary>
/// Sends a plan to a running system, one body at a time, so that the order holds: the next body leaves when the one
/// before is durable. There is no progress file: ids come from the content, so a replay that was broken off is simply
/// started again and the server counts what it has as duplicates.
/// </summary>
/// <param name="sender">Sends the bodies.</param>
/// <param name="time">Clock that a limited speed follows.</param>
/// <param name="speed">How many times faster than it happened; null means as fast as it goes.</param>
public sealed class Replay(FactSender sender, TimeProvider time, double? speed)
{
    /// <summary>Facts in one body.</summary>
    public const int BodyFactsMax = 5000;

    private const int RejectionsToldMax = 20;
    private static readonly TimeSpan PaceMax = TimeSpan.FromMilliseconds(200);

    /// <summary>Called after each body with the number of facts answered so far.</summary>
    public Action<int> Progress { get; init; } = _ => { };

    /// <summary>Sends everything.</summary>
    /// <exception cref="SendingFailedException">The server refused, or stayed away for all tries.</exception>
    public async Task<ReplayTally> RunAsync(IReadOnlyList<FactLine> lines, CancellationToken cancellationToken)
    {
        var all = lines.ToArray();
        var tally = new ReplayTally();
        var started = time.GetTimestamp();
        for (var sent = 0; sent < all.Length;)
        {
            var count = await DueAsync(all, sent, started, cancellationToken);
            var answer = await sender.SendAsync(all.AsMemory(sent, count), cancellationToken);
            tally.Sent += count;
            tally.Accepted += answer.Accepted;
            tally.Duplicates += answer.Duplicates;
            tally.Rejected += answer.RejectedTotal;
            tally.Rejections.AddRange(answer.Rejected.Take(RejectionsToldMax - tally.Rejections.Count));
            sent += count;
            Progress(sent);
        }

        tally.Retries = sender.Retries;
        tally.Elapsed = time.GetElapsedTime(started);
        return tally;
    }

    /// <summary>How many facts from <paramref name="sent"/> on are due; waits until at least one is.</summary>
    private async Task<int> DueAsync(FactLine[] lines, int sent, long started, CancellationToken cancellationToken)
    {
        var most = Math.Min(BodyFactsMax, lines.Length - sent);
        if (speed is not { } factor) return most;
        while (true)
        {
            var reached = lines[0].UtcTicks + (time.GetElapsedTime(started).Ticks * factor);
            var count = 0;
            while (count < most && lines[sent + count].UtcTicks <= reached) count++;
            if (count > 0) return count;
            var wait = TimeSpan.FromTicks((long)Math.Ceiling((lines[sent].UtcTicks - reached) / factor));
            await Task.Delay(wait < PaceMax ? wait : PaceMax, time, cancellationToken);
        }
    }
}

/// <summary>What the server answered, added up.</summary>
public sealed class ReplayTally
{
    /// <summary>Facts sent and answered.</summary>
    public long Sent { get; internal set; }
    /// <summary>Facts that were new.</summary>
    public long Accepted { get; internal set; }
    /// <summary>Facts that the server had already.</summary>
    public long Duplicates { get; internal set; }
    /// <summary>Facts that the server rejected.</summary>
    public long Rejected { get; internal set; }
    /// <summary>The first rejections.</summary>
    public List<Rejection> Rejections { get; } = [];
    /// <summary>Tries beyond the first.</summary>
    public int Retries { get; internal set; }
    /// <summary>From the first body to the last answer.</summary>
    public TimeSpan Elapsed { get; internal set; }
}
