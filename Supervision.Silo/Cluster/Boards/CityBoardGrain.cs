using Microsoft.Extensions.Logging;
using Orleans.Utilities;
using Supervision.Silo.Views;

namespace Supervision.Silo.Cluster.Boards;

/// <summary>
/// The live figures of the city: those of every hall, kept together for whoever follows. Changes are numbered, so that
/// a Web node that missed one knows, and asks for everything.
/// </summary>
public sealed partial class CityBoardGrain(BoardView board, TimeProvider time, ILogger<CityBoardGrain> logger)
    : Grain, ICityBoardGrain
{
    private static readonly TimeSpan PushEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CallHallsEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ObserverExpiry = TimeSpan.FromMinutes(1);

    private readonly ObserverManager<IBoardObserver> observers = new(ObserverExpiry, logger);
    private readonly Dictionary<string, Dictionary<string, string>> halls = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private BoardMark mark = new(Guid.NewGuid(), 0);
    private long sourcesSeen;

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        observers.GetDateTime = () => time.GetUtcNow().UtcDateTime;
        this.RegisterGrainTimer(
            PushAsync, new GrainTimerCreationOptions(PushEvery, PushEvery) { KeepAlive = true });
        this.RegisterGrainTimer(
            CallHallsAsync, new GrainTimerCreationOptions(TimeSpan.Zero, CallHallsEvery) { KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task KeepAliveAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task ReportAsync(string hall, Dictionary<string, string> cells)
    {
        halls[hall] = cells;
        changed.Add(hall);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<BoardChange> FollowAsync(IBoardObserver observer, BoardMark? known)
    {
        observers.Subscribe(observer, observer);
        if (known == mark)
        {
            return Task.FromResult(new BoardChange(mark, mark, [], null));
        }

        var everything = 0L;
        return Task.FromResult(new BoardChange(
            null, mark, new(halls, StringComparer.Ordinal),
            [.. board.SourcesSince(ref everything) ?? []]));
    }

    private async Task PushAsync(CancellationToken cancellationToken)
    {
        var sources = board.SourcesSince(ref sourcesSeen);
        if (changed.Count == 0 && sources is null)
        {
            return;
        }

        var before = mark;
        mark = mark with { Number = mark.Number + 1 };
        var change = new BoardChange(
            before, mark, changed.ToDictionary(hall => hall, hall => halls[hall], StringComparer.Ordinal),
            sources is { } all ? [.. all] : null);
        changed.Clear();
        await observers.Notify(observer => observer.ChangedAsync(change));
    }

    private async Task CallHallsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(board.Halls.Select(
                hall => GrainFactory.GetGrain<IBoardGrain>(HallNames.KeyOf(hall)).KeepAliveAsync(mark.Life)));
        }
        catch (Exception exception)
        {
            LogNotCalled(logger, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Some halls' boards do not answer; they are called again")]
    private static partial void LogNotCalled(ILogger logger, Exception exception);
}
