using Microsoft.Extensions.Logging;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Ratings;
using Supervision.Core.Reading;
using Supervision.Silo.Views;

namespace Supervision.Silo.Reactions;

/// <summary>
/// Opens orders for causes, and lets orders and cards follow each other's reversals. Every command's identity is
/// derived from its cause: however often an entry is seen again, each is carried out once.
/// </summary>
public sealed partial class OrderReaction(
    IEngine engine, OrderCauses causes, IOrderList orders, ViewFeeder views, IJournal journal,
    CommandsUnderWay underWay, ILogger<OrderReaction> logger) : IReaction
{
    private const string Source = "/reactions/orders";

    /// <summary>What alerts are about.</summary>
    private static readonly EntityKind[] Supervised =
        [EntityKind.Case, EntityKind.Window, EntityKind.Staff, EntityKind.Complaint];

    private const string CorrectedByRater = "cause=rating.corrected";

    /// <inheritdoc />
    public async Task ReactAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        foreach (var cause in await causes.OfAsync(entry))
        {
            underWay.Add(EnterAsync(cause, null));
        }

        var stream = entry.Turn.Stream;
        foreach (var @event in entry.Turn.Events)
        {
            switch (@event)
            {
                case CauseNumbered e:
                    underWay.Add(TakeAsync(e.No, e.Cause, new IssueOrder(e.Cause)
                    {
                        Source = Source,
                        Id = $"issue:{e.No}:{e.Cause.Reference}",
                    }));
                    break;
                case CauseJoined e:
                    underWay.Add(TakeAsync(e.No, e.Cause, new AddCause(e.Cause)
                    {
                        Source = Source,
                        Id = $"add:{e.No}:{e.Cause.Reference}",
                    }));
                    break;
                case CauseReleased e:
                    underWay.Add(ReleaseAsync(e.Cause, entry.Turn.Version));
                    break;
                case AlertRestored { Times: { } times } e:
                    await RestoreAsync(entry, e, new CauseReference(stream, e.Key, times), cancellationToken);
                    break;
                case AlertRevoked e:
                    await WithdrawAsync(new CauseReference(stream, e.Key, 1), e.Because, cancellationToken);
                    break;
                case RatingMoved e when causes.Corrected(e) is { } corrected:
                    foreach (var (no, reference) in await OrdersOfAsync(corrected, cancellationToken))
                    {
                        await WithdrawAsync(no, reference, CorrectedByRater);
                    }

                    break;
                case OrderRevoked e:
                    foreach (var cause in e.Causes)
                    {
                        underWay.Add(WaiveAsync(stream.Key, cause, e.Because));
                    }

                    break;
            }
        }
    }


    private Task EnterAsync(OrderCause cause, string? except)
    {
        var id = except is null ? $"enter:{cause.Reference}" : $"enter:{cause.Reference}:{except}";
        return SendAsync(
            RegisterDecider.StreamOf(cause.Unit), new EnterCause(cause, except) { Source = Source, Id = id });
    }

    /// <summary>The link is back: what stands still is entered again.</summary>
    private async Task ReleaseAsync(OrderCause cause, long version)
    {
        if (await causes.StandsAsync(cause))
        {
            await SendAsync(RegisterDecider.StreamOf(cause.Unit), new EnterCause(cause)
            {
                Source = Source,
                Id = $"enter:{cause.Reference}:released:{version}",
            });
        }
    }

    /// <summary>
    /// An order takes a cause: its first, or one more. The order may have ended meanwhile: then the cause is entered
    /// again and gets one of its own. The card may have been revoked meanwhile, when no order was there to tell.
    /// </summary>
    private async Task TakeAsync(string no, OrderCause cause, Command command)
    {
        if (await SendAsync(OrderStream(no), command) is not null)
        {
            await EnterAsync(cause, no);
        }
        else if (!await causes.StandsAsync(cause))
        {
            await WithdrawAsync(no, cause.Reference, Because.Of(("cause", "correctedBefore")));
        }
    }

    /// <summary>Late truth: whatever order stands for the card loses this cause.</summary>
    private async Task WithdrawAsync(
        CauseReference alert, string because, CancellationToken cancellationToken)
    {
        foreach (var (no, reference) in await OrdersOfAsync(alert.Alert, cancellationToken))
        {
            if (!await causes.StandsAsync(new CauseMark(reference, alert.Stream.Key)))
            {
                await WithdrawAsync(no, reference, because);
            }
        }
    }

    private async Task WithdrawAsync(string no, string reference, string because) => await SendAsync(
        OrderStream(no), new WithdrawCause(reference, because) { Source = Source, Id = $"withdraw:{no}:{reference}" });

    /// <summary>
    /// The card was proved again: it is a cause like a new one, and its order names the one that stood for it before.
    /// </summary>
    private async Task RestoreAsync(
        JournalEntry entry, AlertRestored restored, CauseReference reference, CancellationToken cancellationToken)
    {
        if (await causes.OfRestoredAsync(entry, restored, reference) is { } cause)
        {
            var former = await OrdersOfAsync(reference.Alert, cancellationToken);
            var others = former.Where(order => order.Reference != cause.Reference).Select(order => order.No);
            await EnterAsync(cause with { Former = others.LastOrDefault() }, null);
        }
    }

    /// <summary>The orders of an alert or a rating; only the newest view shows one opened a moment ago.</summary>
    private async Task<IReadOnlyList<(string No, string Reference)>> OrdersOfAsync(
        string alert, CancellationToken cancellationToken)
    {
        await underWay.SettleAsync();
        await views.ReachEndAsync(journal, cancellationToken);
        return orders.OfAlert(alert);
    }

    private async Task WaiveAsync(string no, CauseMark cause, string because)
    {
        if (CauseReference.Of(cause) is { Stream: var stream, Key: var key } && Supervised.Contains(stream.Kind))
        {
            await SendAsync(stream, new WaiveAlert(key, no, because)
            {
                Source = Source,
                Id = $"waive:{no}:{cause.Reference}",
            });
        }
    }

    private async Task<Refusal?> SendAsync(StreamId stream, Command command)
    {
        var refusal = await engine.CommandAsync(stream, command, CancellationToken.None);
        if (refusal is not null)
        {
            LogRefused(logger, command.Id, refusal.Why);
        }

        return refusal;
    }

    private static StreamId OrderStream(string no) => new(EntityKind.Order, no);

    [LoggerMessage(LogLevel.Warning, "A reaction was refused: {Command}: {Why}")]
    private static partial void LogRefused(ILogger logger, string command, string why);
}
