using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Calendars;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Views;

namespace Supervision.Silo.Cluster.Boards;

/// <summary>
/// The board on a node that decides nothing: it is told every change by the city's board, whichever silo that lives on.
/// </summary>
public sealed partial class FollowedBoard(
    IGrainFactory grains, IEngine engine, WorkCalendar calendar, TimeProvider time, ILogger<FollowedBoard> logger)
    : BackgroundService, IBoard, IBoardObserver
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<CellKey, BoardCell> cells = [];
    private readonly SemaphoreSlim renew = new(0);
    private SourceFigure[] sources = [];
    private BoardMark? known;

    /// <inheritdoc />
    public event Action? Changed;

    /// <inheritdoc />
    public BoardSnapshot Current(string? hall = null, ReadingScope? scope = null)
    {
        var asOf = engine.Now;
        var today = DateOnly.FromDateTime(calendar.LocalTimeOf(asOf));
        lock (gate)
        {
            return BoardFigures.Of(cells, hall, scope, [.. sources], today, asOf);
        }
    }

    /// <inheritdoc />
    public Task ChangedAsync(BoardChange change)
    {
        Take(change);
        return Task.CompletedTask;
    }

    /// <summary>Follows, renewing its interest now and then, and at once when it missed something.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<IBoardObserver>(this);
        try
        {
            while (true)
            {
                await FollowAsync(self);
                await renew.WaitAsync(RenewEvery, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
        finally
        {
            grains.DeleteObjectReference<IBoardObserver>(self);
        }
    }

    private async Task FollowAsync(IBoardObserver self)
    {
        try
        {
            BoardMark? mark;
            lock (gate)
            {
                mark = known;
            }

            Take(await grains.GetGrain<ICityBoardGrain>(0).FollowAsync(self, mark));
        }
        catch (Exception exception)
        {
            LogNotFollowed(logger, exception);
            await Task.Delay(RenewEvery, time);
        }
    }

    private void Take(BoardChange change)
    {
        lock (gate)
        {
            if (change.After is not null && change.After != known)
            {
                if (change.Mark != known)
                {
                    renew.Release();
                }

                return;
            }

            foreach (var (hall, departments) in change.Halls)
            {
                foreach (var (department, cell) in departments)
                {
                    cells[new CellKey(hall, department)] = BoardCell.Read(cell);
                }
            }

            sources = change.Sources ?? sources;
            known = change.Mark;
        }

        Changed?.Invoke();
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        renew.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The city's board does not answer; this node shows what it knew")]
    private static partial void LogNotFollowed(ILogger logger, Exception exception);
}
