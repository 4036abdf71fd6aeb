using System.Collections.Frozen;
using Supervision.Core.Calendars;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Silo.Notifications.Stages;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Notifications;

/// <summary>
/// Takes what people must be told of, once, and says what is to be sent. Safe for concurrent use.
/// </summary>
internal sealed class Outbox
{
    private readonly NotificationFile file;
    private readonly ReceiverBook receivers;
    private readonly IRuleShelf rules;
    private readonly NotificationOptions options;
    private readonly FrozenSet<NoticeKind> urgent;
    private readonly ChannelKind[] channels;
    private readonly MessageRows rows;

    public Outbox(
        NotificationFile file, ReceiverBook receivers, IRuleShelf rules, NotificationOptions options,
        IEnumerable<IChannel> channels)
    {
        (this.file, this.receivers, this.rules, this.options) = (file, receivers, rules, options);
        urgent = options.UrgentSet;
        this.channels = [ChannelKind.Inbox, .. channels.Select(channel => channel.Kind)];
        rows = file.Read(database => new MessageRows(database));
    }

    /// <summary>Where to go on reading, and since when people are told.</summary>
    /// <remarks>
    /// The first time, and in a journal that is not the one that was read before, that is its end: nobody is told what
    /// happened before there were notifications.
    /// </remarks>
    public (long Position, DateTimeOffset Begun) Begin(IJournal journal, DateTimeOffset now)
    {
        var (position, mark, begun) = file.Read(ReadProgress);
        if (mark is not null && mark.AsSpan().SequenceEqual(JournalMark.At(journal, position)))
        {
            return (position, begun);
        }

        var end = journal.Head.Sequence;
        file.Write(database =>
        {
            using var write = database.Prepare(
                "INSERT OR REPLACE INTO progress(id, position, mark, begun) VALUES(1, ?1, ?2, ?3)");
            write.Bind(1, end).Bind(2, JournalMark.At(journal, end).AsSpan()).Bind(3, now.UtcTicks).Run();
        });
        return (end, now);
    }

    /// <summary>Plans everything for everybody, and moves on: all of it becomes durable, or none.</summary>
    public void Take(
        IReadOnlyList<(Happening Happening, IReadOnlyList<Actor> Receivers)> told, JournalEntry last,
        DateTimeOffset now)
    {
        var calendars = rules.ContextOf(null, now).Calendars;
        HashSet<string> changed = new(StringComparer.Ordinal);
        file.Write(database =>
        {
            changed.Clear();
            foreach (var (happening, people) in told)
            {
                foreach (var person in people)
                {
                    if (Plan(Notice.Of(happening, person), calendars, now))
                    {
                        changed.Add(person.Id);
                    }
                }
            }

            WriteProgress(database, last.Sequence, JournalMark.Of(last));
        });
        file.Tell(changed);
    }

    /// <summary>
    /// Takes messages whose time has come, the oldest first, so that no other sender does. Unless what became of one is
    /// written down, it is due again at <paramref name="until"/>.
    /// </summary>
    public IReadOnlyList<string> Claim(DateTimeOffset now, int limit, DateTimeOffset until)
    {
        List<string> claimed = [];
        file.Write(database =>
        {
            claimed.Clear();
            using var claim = database.Prepare(
                """
                UPDATE message SET next_at = ?3 WHERE id IN (
                    SELECT id FROM message WHERE state = 'queued' AND next_at <= ?1 ORDER BY next_at, number LIMIT ?2)
                RETURNING id
                """);
            claim.Bind(1, now.UtcTicks).Bind(2, (long)limit).Bind(3, until.UtcTicks);
            while (claim.Step())
            {
                claimed.Add(claim.Text(0));
            }
        });
        return claimed;
    }

    /// <summary>Whether a message's time has come.</summary>
    public bool HasDue(DateTimeOffset now) => file.Read(database =>
    {
        using var select = database.Prepare("SELECT 1 FROM message WHERE state = 'queued' AND next_at <= ?1 LIMIT 1");
        return select.Bind(1, now.UtcTicks).Step();
    });

    /// <summary>Writes down what became of an attempt.</summary>
    /// <param name="next">When to try again; null means that this was the last.</param>
    public void Record(string id, SendResult result, DateTimeOffset now, DateTimeOffset? next) => file.Write(database =>
    {
        using var update = database.Prepare(
            """
            UPDATE message SET state = ?2, attempts = attempts + 1, fault = ?3, next_at = ?4,
                sent_at = coalesce(?5, sent_at) WHERE id = ?1
            """);
        var state = result.Fault is null ? MessageState.Sent : next is null ? MessageState.Failed : MessageState.Queued;
        update.Bind(1, id).Bind(2, CodeNames<MessageState>.Of(state)).Bind(3, result.Fault);
        update.Bind(4, state == MessageState.Queued ? next?.UtcTicks : null);
        update.Bind(5, state == MessageState.Sent ? now.UtcTicks : null).Run();
    });

    /// <summary>Attempts made so far; a message that is retried by hand begins anew.</summary>
    public int Attempts(string id) => (int)file.Read(database =>
    {
        using var select = database.Prepare("SELECT attempts FROM message WHERE id = ?1").Bind(1, id);
        return select.Step() ? select.Int64(0) : 0;
    });

    /// <summary>Removes what was made before an instant; nothing of it can come again.</summary>
    public void Forget(DateTimeOffset before) => file.Write(database =>
    {
        using var messages = database.Prepare("DELETE FROM message WHERE made_at < ?1 AND state <> 'queued'");
        messages.Bind(1, before.UtcTicks).Run();
        database.Execute(
            """
            DELETE FROM carried WHERE message NOT IN (SELECT id FROM message);
            DELETE FROM notice WHERE id NOT IN (SELECT notice FROM carried);
            """);
    });

    /// <summary>Whether the inbox of the receiver changed.</summary>
    private bool Plan(Notice notice, HallCalendars calendars, DateTimeOffset now)
    {
        var context = new PlanContext(
            now, options, urgent, receivers.Within(notice.Receiver.Id), calendars.Of(HallOf(notice.Receiver)), rows);
        var isInInbox = false;
        foreach (var channel in channels)
        {
            var plan = Pipeline.Run(notice, channel, context);
            if (plan.Dropped is null)
            {
                rows.Apply(plan, now);
                isInInbox |= channel == ChannelKind.Inbox;
            }
        }

        return isInInbox;
    }

    private string? HallOf(Actor person)
    {
        var organisation = rules.Current.Organisation;
        return person.Organisation is not { } id ? null
            : organisation.Windows.TryGetValue(id, out var window) ? window.Hall
            : organisation.Halls.ContainsKey(id) ? id
            : null;
    }

    private static (long Position, byte[]? Mark, DateTimeOffset Begun) ReadProgress(SqliteDatabase database)
    {
        using var select = database.Prepare("SELECT position, mark, begun FROM progress");
        return select.Step()
            ? (select.Int64(0), select.Blob(1).ToArray(), new DateTimeOffset(select.Int64(2), TimeSpan.Zero))
            : (0, null, default);
    }

    private static void WriteProgress(SqliteDatabase database, long position, byte[] mark)
    {
        using var write = database.Prepare("UPDATE progress SET position = ?1, mark = ?2");
        write.Bind(1, position).Bind(2, mark.AsSpan()).Run();
    }
}
