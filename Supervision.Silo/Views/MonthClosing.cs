using System.Globalization;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Scores;

namespace Supervision.Silo.Views;

/// <summary>
/// Closes a month: waits until the views hold everything that is durable, and sends the figures as one command, so that
/// the month is closed whole or not at all.
/// </summary>
public sealed class MonthClosing(ScoreList scores, ViewFeeder feeder, IEngine engine, IJournal journal) : IMonthClosing
{
    private const string Source = "/scores/months";

    /// <inheritdoc />
    public async ValueTask<Refusal?> CloseAsync(
        Period period, string? because, Actor? by, CancellationToken cancellationToken)
    {
        await feeder.ReachEndAsync(journal, cancellationToken);
        var figures = MonthFigures.Of(scores.All(period));
        var stream = MonthDecider.StreamOf(period);
        var version = await engine.ReadAsync(stream, cancellationToken) is { State: MonthState state }
            ? state.Versions.Length
            : 0;
        var refusal = await engine.CommandAsync(
            stream,
            new CloseMonth(figures, because, by)
            {
                Source = Source,
                // Two that close the same month at once send the same command; one of them is carried out.
                Id = string.Create(CultureInfo.InvariantCulture, $"{period}:{version + 1}:{figures.Digest}"),
            },
            cancellationToken);
        await feeder.ReachEndAsync(journal, cancellationToken); // who closed it looks at it next
        return refusal;
    }
}
