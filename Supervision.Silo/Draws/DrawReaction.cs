using Microsoft.Extensions.Logging;
using Supervision.Core.Draws;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Reactions;

namespace Supervision.Silo.Draws;

/// <summary>
/// Carries a draw out once its seed is known. Nobody can steer it: what is drawn follows from what was frozen and
/// revealed, and a crash only has it computed once more.
/// </summary>
public sealed partial class DrawReaction(
    IEngine engine, PoolStore pools, IDrawList draws, ILogger<DrawReaction> logger) : IReaction
{
    private const string Source = "/reactions/draws";

    /// <summary>Sends what follows from an entry, and returns once it is durable.</summary>
    public async Task ReactAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Turn.Stream.Kind == EntityKind.Draw && entry.Turn.Events.Any(@event => @event is DrawSeeded))
        {
            await CarryOutAsync(entry.Turn.Stream);
        }
    }

    /// <summary>Carries out what could not be before, because its pool was missing.</summary>
    public async Task BeginAsync(long reached, CancellationToken cancellationToken)
    {
        foreach (var row in draws.Find(new DrawQuery(DrawStatus.Seeded)).Items)
        {
            await CarryOutAsync(new StreamId(EntityKind.Draw, row.No));
        }
    }

    private async Task CarryOutAsync(StreamId stream)
    {
        var found = await engine.ReadAsync(stream, CancellationToken.None);
        if (found?.State is not DrawState { DrawnAt: null, Seed: { } seed, Rule: { } rule, Frozen: { } frozen } draw)
        {
            return;
        }

        if (pools.Open(frozen) is not { } pool)
        {
            LogLost(logger, stream.Key, frozen.Objects);
            return;
        }

        var drawn = Lottery.Draw(rule, pool.Objects, pool.Inspectors, draw.No, seed);
        var record = new RecordDrawn(drawn) { Source = Source, Id = draw.No };
        await engine.CommandAsync(stream, record, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Critical,
        "Draw {No} waits: its pool {Hash} is missing or damaged; put it back from a backup and restart")]
    private static partial void LogLost(ILogger logger, string no, string hash);
}
