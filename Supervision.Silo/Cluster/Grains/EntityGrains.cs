using System.Diagnostics;
using Supervision.Core.Entities;
using Supervision.Core.Facts;

namespace Supervision.Silo.Cluster.Grains;

/// <summary>Finds the grains of entities.</summary>
internal static class EntityGrains
{
    /// <summary>The grain that owns a stream.</summary>
    public static IEntityGrain EntityOf(this IGrainFactory grains, StreamId stream) => stream.Kind switch
    {
        EntityKind.Case => grains.GetGrain<ICaseGrain>(stream.Key),
        EntityKind.Window => grains.GetGrain<IWindowGrain>(stream.Key),
        EntityKind.Staff => grains.GetGrain<IStaffGrain>(stream.Key),
        EntityKind.Complaint => grains.GetGrain<IComplaintGrain>(stream.Key),
        EntityKind.Source => grains.GetGrain<ISourceGrain>(stream.Key),
        EntityKind.Order => grains.GetGrain<IOrderGrain>(stream.Key),
        EntityKind.Register => grains.GetGrain<IRegisterGrain>(stream.Key),
        EntityKind.Reaction => grains.GetGrain<IReactionGrain>(stream.Key),
        EntityKind.Job => grains.GetGrain<IJobGrain>(stream.Key),
        EntityKind.Report => grains.GetGrain<IReportGrain>(stream.Key),
        EntityKind.Month => grains.GetGrain<IMonthGrain>(stream.Key),
        EntityKind.Draw => grains.GetGrain<IDrawGrain>(stream.Key),
        _ => throw new UnreachableException(stream.Kind.ToString()),
    };

    /// <summary>
    /// Hands each entity its facts, in their order, and returns how many were duplicates. Of two facts with one
    /// identity the first counts, whatever their subjects.
    /// </summary>
    /// <param name="facts">The batch.</param>
    /// <param name="nows">Replay: the watermark of each fact. Null when the clock is live.</param>
    /// <param name="decide">Has one entity decide its part; returns how many were duplicates.</param>
    public static async Task<int> DecideEachAsync(
        IReadOnlyList<Fact> facts, DateTimeOffset[]? nows, Func<StreamId, EntityFacts, Task<int>> decide)
    {
        var parts = facts.Select((fact, i) => (Stream: Deciders.StreamOf(fact), Fact: fact, Position: i))
            .DistinctBy(part => part.Fact.Identity)
            .GroupBy(part => part.Stream)
            .ToArray();
        var known = await Task.WhenAll(parts.Select(part => decide(part.Key, new EntityFacts(
            [.. part.Select(addressed => addressed.Fact)],
            nows is null ? null : [.. part.Select(addressed => nows[addressed.Position])]))));
        return facts.Count - parts.Sum(part => part.Count()) + known.Sum();
    }
}
