using Microsoft.Extensions.Logging;
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
    IEngine engine, OrderCauses causes, PresenceReaction presence, IOrderList orders, ViewFeeder views,
    IJournal journal, ILogger<OrderReaction> logger)
{
    private const string Source = "/reactions/orders";

    /// <summary>What alerts are about.</summary>
    private static readonly EntityKind[] Supervised =
        [EntityKind.Case, EntityKind.Window, EntityKind.Staff, EntityKind.Complaint];

    private const string CorrectedByRater = "cause=rating.corrected";

    private readonly List<Task> underWay = [];

    /// <summary>Sends what follows from an entry; it may still be under way afterwards.</summary>
    public async Task ReactAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        // Without the token: waiting with one would leave the caller's scheduler, and the engine answers soon.
        underWay.AddRange(presence.React(entry, CancellationToken.None));
        foreach (var cause in await causes.OfAsync(entry, CancellationToken.None))
        {
            Send(EnterAsync(cause, null));
        }

        var key = entry.Turn.Stream.Key;
        foreach (var @event in entry.Turn.Events)
        {
            switch (@event)
            {
                case CauseNumbered e:
                    Send(IssueAsync(e));
                    break;
                case CauseJoined e:
                    Send(AddAsync(e.No, e.Cause));
                    break;
                case AlertRevoked e:
                    await WithdrawAsync(
                        OrderCauses.ReferenceOf(entry.Turn.Stream, e.Key), e.Because, cancellationToken);
                    break;
                case RatingMoved e when causes.Corrected(e) is { } reference:
                    await WithdrawAsync(reference, CorrectedByRater, cancellationToken);
                    break;
                case OrderRevoked e:
                    foreach (var cause in e.Causes)
                    {
                        Send(WaiveAsync(key, cause, e.Because));
                    }

                    break;
            }
        }
    }

    /// <summary>Waits until everything sent so far is durable.</summary>
    public async Task SettleAsync()
    {
        var sent = underWay.ToArray();
        underWay.Clear();
        await Task.WhenAll(sent);
    }

    /// <summary>Waits for everything sent so far, whatever becomes of it: the entries are looked at again.</summary>
    public async Task AbandonAsync()
    {
        await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing
            | ConfigureAwaitOptions.ContinueOnCapturedContext);
        underWay.Clear();
    }

    private void Send(Task sending) => underWay.Add(sending);

    private Task EnterAsync(OrderCause cause, string? except)
    {
        var id = except is null ? $"enter:{cause.Reference}" : $"enter:{cause.Reference}:{except}";
        return SendAsync(
            RegisterDecider.StreamOf(cause.Unit), new EnterCause(cause, except) { Source = Source, Id = id });
    }

    private async Task IssueAsync(CauseNumbered numbered)
    {
        var (no, cause) = (numbered.No, numbered.Cause);
        var issue = new IssueOrder(cause) { Source = Source, Id = $"issue:{no}:{cause.Reference}" };
        if (await SendAsync(OrderStream(no), issue) is not null)
        {
            await EnterAsync(cause, no);
        }
    }

    /// <summary>The order may have ended meanwhile: then the cause is entered again and gets one of its own.</summary>
    private async Task AddAsync(string no, OrderCause cause)
    {
        var add = new AddCause(cause) { Source = Source, Id = $"add:{no}:{cause.Reference}" };
        if (await SendAsync(OrderStream(no), add) is not null)
        {
            await EnterAsync(cause, no);
        }
    }

    /// <summary>Late truth: whatever order stands for the card loses this cause.</summary>
    private async Task WithdrawAsync(string reference, string because, CancellationToken cancellationToken)
    {
        // Its order may have been opened a moment ago; only then does the view know which.
        await SettleAsync();
        await views.ReachAsync(journal.Head.Sequence, cancellationToken);
        foreach (var no in orders.OfCause(reference))
        {
            await SendAsync(OrderStream(no), new WithdrawCause(reference, because)
            {
                Source = Source,
                Id = $"withdraw:{no}:{reference}",
            });
        }
    }

    private async Task WaiveAsync(string no, CauseMark cause, string because)
    {
        foreach (var kind in Supervised)
        {
            var stream = new StreamId(kind, cause.Subject);
            var prefix = OrderCauses.ReferenceOf(stream, "");
            if (cause.Reference.StartsWith(prefix, StringComparison.Ordinal))
            {
                await SendAsync(stream, new WaiveAlert(cause.Reference[prefix.Length..], no, because)
                {
                    Source = Source,
                    Id = $"waive:{no}:{cause.Reference}",
                });
            }
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
