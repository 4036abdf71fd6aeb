using Microsoft.Extensions.Logging;
using Supervision.Silo.Views;

namespace Supervision.Silo.Cluster.Boards;

/// <summary>
/// The live figures of one hall. They are counted from the journal by the silo it lives on, so no fault between a case
/// and its board can make them wrong; what changed is reported to the city a few times a second.
/// </summary>
public sealed partial class BoardGrain(BoardView board, ILogger<BoardGrain> logger) : Grain, IBoardGrain
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private Guid reportingTo;
    private long reported;

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            ReportAsync, new GrainTimerCreationOptions(LookEvery, LookEvery) { KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task KeepAliveAsync(Guid life)
    {
        if (reportingTo != life)
        {
            (reportingTo, reported) = (life, 0);
        }

        return Task.CompletedTask;
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var (hall, revision) = (this.GetPrimaryKeyString(), reported);
        if (board.CellsSince(HallNames.HallOf(hall), ref revision) is not { } cells)
        {
            return;
        }

        try
        {
            await GrainFactory.GetGrain<ICityBoardGrain>(0).ReportAsync(HallNames.HallOf(hall), cells);
            reported = revision;
        }
        catch (Exception exception)
        {
            LogNotReported(logger, hall, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The figures of hall {Hall} did not reach the city; they are sent again")]
    private static partial void LogNotReported(ILogger logger, string hall, Exception exception);
}

/// <summary>A grain's key is never empty, a hall's name may be: cases without a hall have figures too.</summary>
internal static class HallNames
{
    private const string Prefix = "hall/";

    public static string KeyOf(string hall) => Prefix + hall;

    public static string HallOf(string key) => key[Prefix.Length..];
}
