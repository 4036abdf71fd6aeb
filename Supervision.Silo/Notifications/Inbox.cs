using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Notifications;

/// <summary>Where a message stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageState>))]
public enum MessageState
{
    /// <summary>Waits to be handed over, for its time or after a failure.</summary>
    [JsonStringEnumMemberName("queued")] Queued,
    /// <summary>Handed over; of the inbox: there to be read.</summary>
    [JsonStringEnumMemberName("sent")] Sent,
    /// <summary>Given up, with the reason.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}

/// <summary>One notice within a message.</summary>
public sealed record NoticeLine(NoticeKind Kind, DateTimeOffset At, string Link, MessageText Text);

/// <summary>A message as pages show it.</summary>
/// <param name="Lines">What it tells, newest first; at most 20 of <paramref name="Count"/>.</param>
/// <param name="Address">Phone number or mail address, masked; null where there is none.</param>
/// <param name="Fault">Code of what was wrong at the last attempt; null when nothing was.</param>
public sealed record MessageRow(
    string Id, string Receiver, ChannelKind Channel, bool IsDigest, long Count, MessageState State, long Attempts,
    string? Fault, string? Address, DateTimeOffset MadeAt, DateTimeOffset PlannedAt, DateTimeOffset? NextAt,
    DateTimeOffset? SentAt, DateTimeOffset? ReadAt, ImmutableArray<NoticeLine> Lines);

/// <summary>Which messages to list; null means any.</summary>
/// <param name="Receiver">Account whose inbox this is; null lists what goes out of the house, of everybody.</param>
/// <param name="Before">Cursor of the page before.</param>
/// <param name="Limit">From 1 to 1000.</param>
/// <param name="InEnglish">Language of the texts.</param>
public sealed record MessageQuery(
    string? Receiver = null, bool? Unread = null, NoticeKind? Kind = null, MessageState? State = null,
    ChannelKind? Channel = null, string? Before = null, int Limit = 100, bool InEnglish = false);

/// <summary>
/// Messages as people see them: their own inbox, and what became of everybody's. Safe for concurrent use.
/// </summary>
public sealed class Inbox
{
    private const int LinesMax = 20;

    private const string Columns =
        """
        m.number, m.id, m.name, m.channel, m.digest, m.count, m.state, m.attempts, m.fault, m.made_at, m.planned,
        m.next_at, m.sent_at, m.read_at, r.phone, r.mail
        """;

    private readonly NotificationFile file;
    private readonly TimeProvider time;
    private readonly NoticeTexts texts;

    /// <summary>Reads the file.</summary>
    public Inbox(NotificationFile file, NotificationOptions options, TimeProvider time)
    {
        (this.file, this.time) = (file, time);
        texts = new NoticeTexts(options);
    }

    /// <summary>Messages somebody has not read.</summary>
    public long Unread(string account) => file.Read(database =>
    {
        using var count = database.Prepare(
            "SELECT count(*) FROM message WHERE receiver = ?1 AND channel = 'inbox' AND read_at IS NULL");
        count.Bind(1, account).Step();
        return count.Int64(0);
    });

    /// <summary>One page, newest first.</summary>
    public Page<MessageRow> Find(MessageQuery query) => file.Read(database =>
    {
        const string condition =
            """
            ((?1 IS NULL AND m.channel <> 'inbox') OR (m.receiver = ?1 AND m.channel = 'inbox'))
            AND (?2 IS NULL OR (m.read_at IS NULL) = ?2) AND (?3 IS NULL OR m.state = ?3)
            AND (?4 IS NULL OR m.channel = ?4)
            AND (?5 IS NULL OR EXISTS (SELECT 1 FROM carried c JOIN notice n ON n.id = c.notice
                WHERE c.message = m.id AND n.kind = ?5))
            """;
        using var count = Bound(database.Prepare($"SELECT count(*) FROM message m WHERE {condition}"), query);
        count.Step();
        using var select = Bound(
            database.Prepare(
                $"""
                SELECT {Columns} FROM message m LEFT JOIN receiver r ON r.account = m.receiver
                WHERE {condition} AND m.number < ?6 ORDER BY m.number DESC LIMIT ?7
                """), query);
        var before = long.TryParse(query.Before, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : long.MaxValue;
        select.Bind(6, before).Bind(7, query.Limit + 1L);
        List<(long Number, MessageRow Row)> rows = [];
        while (select.Step())
        {
            rows.Add((select.Int64(0), Row(select, LinesOf(database, select.Text(1), query.InEnglish))));
        }

        var more = rows.Count > query.Limit;
        var items = more ? rows[..query.Limit] : rows;
        return new Page<MessageRow>(
            [.. items.Select(item => item.Row)],
            more ? items[^1].Number.ToString(CultureInfo.InvariantCulture) : null, count.Int64(0));
    });

    /// <summary>Marks a message of one's inbox as read.</summary>
    /// <returns>Where it leads; null when there is no such message.</returns>
    public string? Read(string account, string id)
    {
        string? link = null;
        file.Write(database =>
        {
            using var mark = database.Prepare(
                """
                UPDATE message SET read_at = coalesce(read_at, ?3)
                WHERE id = ?1 AND receiver = ?2 AND channel = 'inbox' RETURNING id
                """);
            mark.Bind(1, id).Bind(2, account).Bind(3, time.GetUtcNow().UtcTicks);
            if (mark.Step())
            {
                link = LinesOf(database, id, inEnglish: false).Select(line => line.Link).FirstOrDefault();
            }
        });
        file.Tell([account]);
        return link;
    }

    /// <summary>Marks everything of one's inbox as read.</summary>
    public void ReadAll(string account)
    {
        file.Write(database =>
        {
            using var mark = database.Prepare(
                "UPDATE message SET read_at = ?2 WHERE receiver = ?1 AND channel = 'inbox' AND read_at IS NULL");
            mark.Bind(1, account).Bind(2, time.GetUtcNow().UtcTicks).Run();
        });
        file.Tell([account]);
    }

    /// <summary>Has a message that was given up tried again, as often as a new one.</summary>
    /// <returns>Whether there was such a message.</returns>
    public bool Retry(string id)
    {
        var found = false;
        file.Write(database =>
        {
            using var again = database.Prepare(
                """
                UPDATE message SET state = 'queued', attempts = 0, next_at = ?2
                WHERE id = ?1 AND state = 'failed' RETURNING id
                """);
            found = again.Bind(1, id).Bind(2, time.GetUtcNow().UtcTicks).Step();
        });
        return found;
    }

    /// <summary>A message as a channel is given it; from now on it takes no more notices.</summary>
    internal (ChannelKind Kind, Envelope Envelope)? Seal(string id, string? siteUrl)
    {
        (ChannelKind, Envelope)? message = null;
        file.Write(database =>
        {
            using var seal = database.Prepare("UPDATE message SET open_until = 0 WHERE id = ?1");
            seal.Bind(1, id).Run();
            using var select = database.Prepare(
                """
                SELECT m.receiver, m.name, m.channel, m.digest, m.count, m.made_at, r.phone, r.mail, r.english
                FROM message m LEFT JOIN receiver r ON r.account = m.receiver WHERE m.id = ?1
                """);
            if (select.Bind(1, id).Step())
            {
                message = EnvelopeOf(database, id, select, siteUrl);
            }
        });
        return message;
    }

    private (ChannelKind Kind, Envelope Envelope) EnvelopeOf(
        SqliteDatabase database, string id, SqliteStatement row, string? siteUrl)
    {
        var channel = CodeNames<ChannelKind>.Parse(row.Text(2))!.Value;
        var settings = ReceiverSettings.Default with { Phone = row.TextOrNull(6), Mail = row.TextOrNull(7) };
        var (inEnglish, count, isDigest) = (row.Int64(8) != 0, row.Int64(4), row.Int64(3) != 0);
        var notices = NoticesOf(database, id);
        var (kind, link, values) = notices[0];
        var one = texts.Of(kind, values, inEnglish);
        if (count > 1 || isDigest)
        {
            values = StoredValues.With(
                values, ("count", StoredValues.Count(count)), ("title", one.Title), ("text", one.Text),
                ("titles", string.Join("；", notices.Select(notice =>
                    texts.Of(notice.Kind, notice.Values, inEnglish).Title))));
            kind = isDigest ? "digest" : "group";
            one = texts.Of(kind, values, inEnglish);
            link = "/inbox";
        }

        return (channel, new Envelope(
            id, settings.AddressOf(channel), row.Text(0), row.Text(1), kind, one,
            siteUrl is null ? "" : siteUrl.TrimEnd('/') + link, (int)count, At(row.Int64(5)), values));
    }

    private static SqliteStatement Bound(SqliteStatement statement, MessageQuery query) => statement
        .Bind(1, query.Receiver).Bind(2, query.Unread is { } unread ? unread ? 1 : 0 : (long?)null)
        .Bind(3, query.State is { } state ? CodeNames<MessageState>.Of(state) : null)
        .Bind(4, query.Channel is { } channel ? CodeNames<ChannelKind>.Of(channel) : null)
        .Bind(5, query.Kind is { } kind ? CodeNames<NoticeKind>.Of(kind) : null);

    private static MessageRow Row(SqliteStatement row, ImmutableArray<NoticeLine> lines)
    {
        var channel = CodeNames<ChannelKind>.Parse(row.Text(3))!.Value;
        var settings = ReceiverSettings.Default with { Phone = row.TextOrNull(14), Mail = row.TextOrNull(15) };
        return new(
            row.Text(1), row.Text(2), channel, row.Int64(4) != 0, row.Int64(5),
            CodeNames<MessageState>.Parse(row.Text(6))!.Value, row.Int64(7), row.TextOrNull(8),
            ReceiverSettings.Masked(settings.AddressOf(channel)), At(row.Int64(9)), At(row.Int64(10)),
            AtOrNull(row.Int64OrNull(11)), AtOrNull(row.Int64OrNull(12)), AtOrNull(row.Int64OrNull(13)), lines);
    }

    private ImmutableArray<NoticeLine> LinesOf(SqliteDatabase database, string message, bool inEnglish)
    {
        using var select = Notices(database, message);
        List<NoticeLine> lines = [];
        while (select.Step())
        {
            var kind = select.Text(0);
            var text = texts.Of(kind, StoredValues.Read(select.Text(2)), inEnglish);
            lines.Add(new(CodeNames<NoticeKind>.Parse(kind)!.Value, At(select.Int64(3)), select.Text(1), text));
        }

        return [.. lines];
    }

    private static List<(string Kind, string Link, IReadOnlyDictionary<string, string> Values)> NoticesOf(
        SqliteDatabase database, string message)
    {
        using var select = Notices(database, message);
        List<(string, string, IReadOnlyDictionary<string, string>)> notices = [];
        while (select.Step())
        {
            notices.Add((select.Text(0), select.Text(1), StoredValues.Read(select.Text(2))));
        }

        return notices;
    }

    private static SqliteStatement Notices(SqliteDatabase database, string message) => database.Prepare(
        """
        SELECT n.kind, n.link, n.details, n.at FROM carried c JOIN notice n ON n.id = c.notice
        WHERE c.message = ?1 ORDER BY n.at DESC, n.id LIMIT ?2
        """).Bind(1, message).Bind(2, (long)LinesMax);

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset? AtOrNull(long? ticks) => ticks is { } known ? At(known) : null;
}
