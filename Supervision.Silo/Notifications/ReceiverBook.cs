using System.Collections.Frozen;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Notifications;

/// <summary>What receivers want, by account. Safe for concurrent use.</summary>
public sealed class ReceiverBook
{
    private readonly NotificationFile file;
    private readonly SqliteStatement select;

    /// <summary>Reads and writes the file.</summary>
    public ReceiverBook(NotificationFile file)
    {
        this.file = file;
        select = file.Read(database => database.Prepare(
            "SELECT channels, mutes, phone, mail, english FROM receiver WHERE account = ?1"));
    }

    /// <summary>What somebody wants; what everybody gets while they have said nothing.</summary>
    public ReceiverSettings Of(string account) => file.Read(_ => Within(account));

    /// <summary>Replaces what somebody wants.</summary>
    public void Set(string account, ReceiverSettings settings) => file.Write(database =>
    {
        using var write = database.Prepare(
            """
            INSERT OR REPLACE INTO receiver(account, channels, mutes, phone, mail, english)
            VALUES(?1,?2,?3,?4,?5,?6)
            """);
        write.Bind(1, account).Bind(2, Join(settings.Channels)).Bind(3, Join(settings.Mutes)).Bind(4, settings.Phone);
        write.Bind(5, settings.Mail).Bind(6, settings.InEnglish ? 1 : 0).Run();
    });

    /// <summary>The same, where the file is held already.</summary>
    internal ReceiverSettings Within(string account)
    {
        var settings = select.Bind(1, account).Step()
            ? new ReceiverSettings(
                Split<ChannelKind>(select.Text(0)), Split<NoticeKind>(select.Text(1)), select.TextOrNull(2),
                select.TextOrNull(3), select.Int64(4) != 0)
            : ReceiverSettings.Default;
        select.Reset();
        return settings;
    }

    private static string Join<T>(IEnumerable<T> values) where T : struct, Enum =>
        string.Join(' ', values.Select(CodeNames<T>.Of).Order(StringComparer.Ordinal));

    private static FrozenSet<T> Split<T>(string text) where T : struct, Enum =>
        text.Split(' ').Select(CodeNames<T>.Parse).OfType<T>().ToFrozenSet();
}
