using System.Buffers;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Silo.Notifications;
using Supervision.Silo.Notifications.Channels;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Notifications;

/// <summary>
/// The whole pipeline over a file, a journal and manual time, from Monday 2018-10-15 10:00 on; it can die and live
/// again.
/// </summary>
internal sealed class NotificationStory : IReceivers, IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private readonly Dictionary<StreamId, long> versions = [];
    private readonly JournalDisk disk = new();
    private readonly List<NotificationFile> files = [];
    private InMemoryJournal journal = null!;
    private JournalNotifications notifications = null!;
    private long read;

    public NotificationStory(FakeGateway? gateway = null, Action<NotificationOptions>? options = null)
    {
        Options.Sms = new() { Url = gateway?.Url, Secret = FakeGateway.Secret };
        options?.Invoke(Options);
        journal = new InMemoryJournal(disk, new JsonEventCodec());
        Engine.Now = Time.GetUtcNow();
    }

    public ManualTime Time { get; } = new(ClockSamples.At(OrderStory.Begin));

    public NotificationOptions Options { get; } = new();

    public RecordingEngine Engine { get; } = new();

    public List<Actor> People { get; } =
        [OrderStory.Clerk, OrderStory.Manager, OrderStory.CentreLeader, OrderStory.GovernmentLeader,
            OrderStory.Inspector, OrderStory.OtherInspector];

    public Inbox Inbox { get; private set; } = null!;

    public ReceiverBook Book { get; private set; } = null!;

    public MessageSender Sender { get; private set; } = null!;

    public Outbox Outbox { get; private set; } = null!;

    public string File => folder.File("notifications.db");

    public ValueTask<IReadOnlyList<Actor>> ListAsync(CancellationToken cancellationToken) => new(People);

    /// <summary>Begins, or begins again after a death: nothing is closed before the test ends.</summary>
    public NotificationStory Begin()
    {
        var file = new NotificationFile(File);
        files.Add(file);
        Book = new ReceiverBook(file);
        var shelf = new InMemoryRuleShelf();
        IChannel[] channels =
        [
            .. Options.Sms.Url is null ? Array.Empty<IChannel>()
                : [new HttpChannel(ChannelKind.Sms, Options.Sms, http, Time)],
        ];
        Outbox = new Outbox(file, Book, shelf, Options, channels);
        Inbox = new Inbox(file, Options, Time);
        Sender = new MessageSender(
            Outbox, Inbox, channels, Options, Time, NullLogger<MessageSender>.Instance, () => 1);
        journal = new InMemoryJournal(disk, new JsonEventCodec());
        notifications = new JournalNotifications(
            new Happenings(shelf, Engine, Options), this, Engine, Engine, Outbox, new JournalFeed(journal), journal,
            Time, NullLogger<JournalNotifications>.Instance);
        read = notifications.Begin().Position;
        return this;
    }

    /// <summary>Writes a turn to the journal; nobody is told yet.</summary>
    public void Enter(StreamId stream, ImmutableArray<DomainEvent> events)
    {
        var (version, now) = (versions.GetValueOrDefault(stream) + 1, Time.GetUtcNow());
        var body = new ArrayBufferWriter<byte>();
        new JsonEventCodec().Encode(events, body);
        var previous = disk.Turns.FindLastIndex(turn => turn.Stream == stream) + 1;
        versions[stream] = version;
        journal.AppendAsync(
            [new(stream, version, previous, now, now, UInt128.Zero, body.WrittenMemory, events)],
            CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Writes what the last step of an order brought.</summary>
    public void Enter(OrderStory order, string? no = null) =>
        Enter(new StreamId(EntityKind.Order, no ?? OrderStory.No), order.LastEvents);

    /// <summary>Enters a red card of its own kind in window W01.</summary>
    public void Card(string subject, string clock = "promised", AlertLevel level = AlertLevel.Red) => Enter(
        new StreamId(EntityKind.Case, subject),
        [
            new AlertRaised(
                new Alert(AlertKind.Card, level, clock, "overdue", Time.GetUtcNow(), "limit=7 workingDay"),
                new Place("H1", "W01", "D1", "PROMISED")),
        ]);

    /// <summary>Reads the journal from where it stood and has people told.</summary>
    public async Task TellAsync()
    {
        var entries = await journal.ReadAsync(read, 10_000, CancellationToken.None);
        if (entries.Count > 0)
        {
            await notifications.TakeAsync(entries, CancellationToken.None);
            read = entries[^1].Sequence;
        }
    }

    /// <summary>Reads all of the journal once more, as after a crash that lost the position.</summary>
    public Task TellAgainAsync()
    {
        read = 0;
        return TellAsync();
    }

    /// <summary>Has somebody want SMS.</summary>
    public void WantsSms(Actor person, params NoticeKind[] mutes) => Book.Set(
        person.Id, new ReceiverSettings([ChannelKind.Sms], [.. mutes], "13812345678", null, false));

    /// <summary>Lets time pass and sends what is due then.</summary>
    public Task PassAsync(TimeSpan by)
    {
        Time.Advance(by);
        Engine.Now = Time.GetUtcNow();
        return Sender.SendDueAsync(CancellationToken.None);
    }

    public MessageRow[] InboxOf(Actor person) =>
        [.. Inbox.Find(new MessageQuery(person.Id, Limit: 1000)).Items.Reverse()];

    /// <summary>Everything that leaves the house, oldest first.</summary>
    public MessageRow[] Sent => [.. Inbox.Find(new MessageQuery(Limit: 1000)).Items.Reverse()];

    public async ValueTask DisposeAsync()
    {
        files.ForEach(file => file.Dispose());
        await journal.DisposeAsync();
        notifications?.Dispose();
        Sender?.Dispose();
        http.Dispose();
        folder.Dispose();
    }
}
