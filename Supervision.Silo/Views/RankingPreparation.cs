using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Ports;
using Supervision.Core.Scores;

namespace Supervision.Silo.Views;

/// <summary>
/// Computes the rankings of the last twelve months once after a start, so that nobody waits for what it forgot. What
/// cannot be computed is left to whoever asks for it, who is told why.
/// </summary>
internal sealed partial class RankingPreparation(
    ScoreList scores, ViewFeeder feeder, IJournal journal, ILogger<RankingPreparation> logger) : BackgroundService
{
    private const int MonthsMax = 12;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await feeder.ReachEndAsync(journal, stoppingToken);
            foreach (var period in scores.Months().Take(MonthsMax))
            {
                foreach (var of in Enum.GetValues<ScoreOf>())
                {
                    stoppingToken.ThrowIfCancellationRequested();
                    scores.Rank(scores.Month(period)!, of);
                }
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogLeft(logger, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Rankings were not prepared; they are computed when somebody asks")]
    private static partial void LogLeft(ILogger logger, Exception exception);
}
