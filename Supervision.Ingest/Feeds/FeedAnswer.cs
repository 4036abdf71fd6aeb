using System.Text.Json.Serialization;
using Supervision.Core.Ports;

namespace Supervision.Ingest.Feeds;

/// <summary>What became of a body, answered once all of it is durable.</summary>
/// <param name="Accepted">Facts that were new.</param>
/// <param name="Duplicates">Facts whose (source, id) was known; they changed nothing.</param>
/// <param name="Rejected">The first rejections, up to <see cref="FeedLimits.RejectionsToldMax"/>.</param>
/// <param name="RejectedTotal">All rejections, also those that are not spelled out.</param>
public sealed record FeedAnswer(
    long Accepted, long Duplicates, IReadOnlyList<Rejection> Rejected, long RejectedTotal);

/// <summary>The JSON shape of the answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FeedAnswer))]
internal sealed partial class FeedAnswerJson : JsonSerializerContext;

/// <summary>Adds up what became of a body, in bounded memory. Not thread-safe.</summary>
internal sealed class FeedTally(int rejectionsToldMax)
{
    private readonly List<Rejection> told = [];
    private long accepted;
    private long duplicates;
    private long rejected;

    public void Add(SubmitReceipt receipt)
    {
        accepted += receipt.Accepted;
        duplicates += receipt.Duplicates;
    }

    public void Add(IReadOnlyList<Rejection> faults)
    {
        rejected += faults.Count;
        told.AddRange(faults.Take(rejectionsToldMax - told.Count));
    }

    public FeedAnswer Answer() => new(accepted, duplicates, [.. told.OrderBy(fault => fault.Index)], rejected);
}
