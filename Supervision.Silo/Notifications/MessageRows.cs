using System.Globalization;
using Supervision.Silo.Notifications.Stages;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Notifications;

/// <summary>Writes plans into the file, and answers the stages; used within its lock alone.</summary>
internal sealed class MessageRows : IMessages
{
    /// <summary>A message that still takes notices: nobody has read it, no attempt was made.</summary>
    private const string IsOpen =
        "open_until > ?3 AND read_at IS NULL AND (channel = 'inbox' OR (state = 'queued' AND attempts = 0))";

    private readonly SqliteStatement carries;
    private readonly SqliteStatement openGroup;
    private readonly SqliteStatement openDigest;
    private readonly SqliteStatement planned;
    private readonly SqliteStatement addNotice;
    private readonly SqliteStatement addMessage;
    private readonly SqliteStatement join;
    private readonly SqliteStatement carry;

    public MessageRows(SqliteDatabase database)
    {
        carries = database.Prepare("SELECT 1 FROM carried WHERE notice = ?1 AND channel = ?2");
        const string open =
            $"SELECT id FROM message WHERE receiver = ?1 AND channel = ?2 AND {IsOpen} AND planned <= ?4 AND ";
        openGroup = database.Prepare($"{open} digest = 0 AND cause = ?5 ORDER BY number DESC LIMIT 1");
        openDigest = database.Prepare($"{open} digest = 1 ORDER BY number DESC LIMIT 1");
        planned = database.Prepare(
            """
            SELECT count(*), min(planned) FROM message
            WHERE receiver = ?1 AND channel = ?2 AND planned > ?3 AND planned <= ?4 AND digest = 0
            """);
        addNotice = database.Prepare(
            "INSERT OR IGNORE INTO notice(id, event, kind, at, link, details) VALUES(?1,?2,?3,?4,?5,?6)");
        addMessage = database.Prepare(
            """
            INSERT INTO message(id, receiver, name, channel, digest, cause, count, planned, open_until, state, attempts,
                next_at, made_at, sent_at)
            VALUES(?1,?2,?3,?4,?5,?6,1,?7,?8,?9,0,?10,?11,?12)
            """);
        join = database.Prepare("UPDATE message SET count = count + 1 WHERE id = ?1");
        carry = database.Prepare("INSERT INTO carried(notice, channel, message) VALUES(?1,?2,?3)");
    }

    public bool Carries(string notice, ChannelKind channel)
    {
        var found = carries.Bind(1, notice).Bind(2, CodeNames<ChannelKind>.Of(channel)).Step();
        carries.Reset();
        return found;
    }

    public string? Open(
        string receiver, ChannelKind channel, string? group, DateTimeOffset now, DateTimeOffset? atLatest)
    {
        var statement = group is null ? openDigest : openGroup.Bind(5, group);
        statement.Bind(1, receiver).Bind(2, CodeNames<ChannelKind>.Of(channel)).Bind(3, now.UtcTicks)
            .Bind(4, atLatest?.UtcTicks ?? long.MaxValue);
        var id = statement.Step() ? statement.Text(0) : null;
        statement.Reset();
        return id;
    }

    public (long Count, DateTimeOffset? First) Planned(
        string receiver, ChannelKind channel, DateTimeOffset after, DateTimeOffset until)
    {
        planned.Bind(1, receiver).Bind(2, CodeNames<ChannelKind>.Of(channel)).Bind(3, after.UtcTicks)
            .Bind(4, until.UtcTicks).Step();
        var (count, first) = (planned.Int64(0), planned.Int64OrNull(1));
        planned.Reset();
        return (count, first is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null);
    }

    /// <summary>Carries out a plan that drops nothing.</summary>
    public void Apply(Plan plan, DateTimeOffset now)
    {
        var (notice, happening) = (plan.Notice, plan.Notice.Happening);
        var channel = CodeNames<ChannelKind>.Of(plan.Channel);
        addNotice.Bind(1, notice.Id).Bind(2, happening.Id).Bind(3, CodeNames<NoticeKind>.Of(happening.Kind));
        addNotice.Bind(4, happening.At.UtcTicks).Bind(5, happening.Link);
        addNotice.Bind(6, StoredValues.Write(happening.Values)).Run();
        var message = plan.Joins;
        if (message is null)
        {
            message = MessageId.Of(notice.Id, channel);
            var isInbox = plan.Channel == ChannelKind.Inbox;
            addMessage.Bind(1, message).Bind(2, notice.Receiver.Id).Bind(3, notice.Receiver.Name).Bind(4, channel);
            addMessage.Bind(5, plan.IsDigest ? 1 : 0).Bind(6, happening.Group).Bind(7, plan.At.UtcTicks);
            addMessage.Bind(8, plan.OpenUntil.UtcTicks).Bind(9, isInbox ? "sent" : "queued");
            addMessage.Bind(10, isInbox ? null : plan.At.UtcTicks).Bind(11, now.UtcTicks);
            addMessage.Bind(12, isInbox ? now.UtcTicks : null).Run();
        }
        else
        {
            join.Bind(1, message).Run();
        }

        carry.Bind(1, notice.Id).Bind(2, channel).Bind(3, message).Run();
    }
}

/// <summary>Values of a notice as the file keeps them.</summary>
internal static class StoredValues
{
    public static string Write(IReadOnlyDictionary<string, string> values) =>
        System.Text.Json.JsonSerializer.Serialize(values);

    public static IReadOnlyDictionary<string, string> Read(string text) =>
        System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(text)!;

    public static IReadOnlyDictionary<string, string> With(
        IReadOnlyDictionary<string, string> values, params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string>(values, StringComparer.Ordinal);
        foreach (var (name, value) in more)
        {
            all[name] = value;
        }

        return all;
    }

    public static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
}
