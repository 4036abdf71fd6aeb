using System.Collections.Frozen;
using System.Text.Json.Serialization;
using System.Reflection;
using Supervision.Core.Alerts;

namespace Supervision.Silo.Notifications;

/// <summary>How people are told, under <c>Supervision:Notifications</c>; only the inbox needs none of it.</summary>
public sealed class NotificationOptions
{
    /// <summary>Levels of cards that people are told of, separated by blanks; default <c>red</c>.</summary>
    public string CardLevels { get; set; } = "red";

    /// <summary>
    /// Kinds that may neither be muted nor wait for working hours, separated by blanks; default
    /// <c>card climbed</c>.
    /// </summary>
    public string Urgent { get; set; } = "card climbed";

    /// <summary>
    /// What is told of one cause and unit within this time shares a message; others than the inbox wait so long before
    /// they send. From zero to one hour; default one minute.
    /// </summary>
    public TimeSpan GroupWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Messages to one receiver over one channel in an hour, from 1 to 1000; default 20.</summary>
    public int PerHourMax { get; set; } = 20;

    /// <summary>The same for the inbox, from 1 to 10 000; default 200.</summary>
    public int InboxPerHourMax { get; set; } = 200;

    /// <summary>Attempts before a message has failed, from 1 to 20; default 8.</summary>
    public int AttemptsMax { get; set; } = 8;

    /// <summary>Pause after the first failure, doubled each time; from one second to an hour, default 10 s.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest pause between attempts; from <see cref="RetryAfter"/> to a day, default 30 minutes.</summary>
    public TimeSpan RetryAfterMax { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an attempt may take, from one second to two minutes; default 15 s.</summary>
    public TimeSpan AttemptFor { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Messages handed over at the same time, from 1 to 32; default 4.</summary>
    public int AtOnceMax { get; set; } = 4;

    /// <summary>How long messages are kept, from one day to ten years; default 180 days.</summary>
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromDays(180);

    /// <summary>Address under which people reach this site, for links; default null: no links.</summary>
    public string? SiteUrl { get; set; }

    /// <summary>SMS gateway.</summary>
    public HttpChannelOptions Sms { get; set; } = new();

    /// <summary>Another system that is told what people are told.</summary>
    public HttpChannelOptions Webhook { get; set; } = new();

    /// <summary>Mail server.</summary>
    public MailOptions Mail { get; set; } = new();

    /// <summary>Texts that replace those that come with the program, by name, such as <c>climbed.text</c>.</summary>
    public Dictionary<string, string> Templates { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Kinds that can neither be muted nor wait.</summary>
    public IReadOnlyCollection<NoticeKind> UrgentKinds => UrgentSet;

    /// <summary>Channels beside the inbox that are on.</summary>
    public IReadOnlyList<ChannelKind> ChannelsOn =>
    [
        .. new (ChannelKind Kind, string? Place)[]
        {
            (ChannelKind.Sms, Sms.Url), (ChannelKind.Webhook, Webhook.Url), (ChannelKind.Mail, Mail.Host),
        }.Where(channel => channel.Place is not null).Select(channel => channel.Kind),
    ];

    internal FrozenSet<AlertLevel> CardLevelSet => Parse<AlertLevel>(CardLevels, out _);

    internal FrozenSet<NoticeKind> UrgentSet => Parse<NoticeKind>(Urgent, out _);

    /// <summary>What is out of bounds, by key.</summary>
    public IEnumerable<string> Faults(string section)
    {
        Parse<AlertLevel>(CardLevels, out var level);
        Parse<NoticeKind>(Urgent, out var kind);
        (string Name, bool IsFine, string Should)[] checks =
        [
            (nameof(CardLevels), level is null, $"'{level}' is no level"),
            (nameof(Urgent), kind is null, $"'{kind}' is no kind of notice"),
            (nameof(GroupWindow), Within(GroupWindow, TimeSpan.Zero, TimeSpan.FromHours(1)), "0 to 1 h"),
            (nameof(PerHourMax), PerHourMax is >= 1 and <= 1000, "should be from 1 to 1000"),
            (nameof(InboxPerHourMax), InboxPerHourMax is >= 1 and <= 10_000, "should be from 1 to 10000"),
            (nameof(AttemptsMax), AttemptsMax is >= 1 and <= 20, "should be from 1 to 20"),
            (nameof(RetryAfter), Within(RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), "1 s to 1 h"),
            (nameof(RetryAfterMax), Within(RetryAfterMax, RetryAfter, TimeSpan.FromDays(1)),
                "should be from RetryAfter to one day"),
            (nameof(AttemptFor), Within(AttemptFor, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)), "1 s to 2 min"),
            (nameof(AtOnceMax), AtOnceMax is >= 1 and <= 32, "should be from 1 to 32"),
            (nameof(KeptFor), Within(KeptFor, TimeSpan.FromDays(1), TimeSpan.FromDays(3653)), "1 to 3653 days"),
            (nameof(SiteUrl), SiteUrl is null || IsHttp(SiteUrl), "should begin with http:// or https://"),
        ];
        return checks.Where(check => !check.IsFine).Select(check => $"{section}:{check.Name}: {check.Should}")
            .Concat(Sms.Faults($"{section}:{nameof(Sms)}")).Concat(Webhook.Faults($"{section}:{nameof(Webhook)}"))
            .Concat(Mail.Faults($"{section}:{nameof(Mail)}"))
            .Concat(NoticeTexts.Faults(Templates).Select(fault => $"{section}:{nameof(Templates)}:{fault}"));
    }

    internal static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static bool Within(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

    private static FrozenSet<T> Parse<T>(string text, out string? unknown) where T : struct, Enum
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        unknown = words.FirstOrDefault(word => CodeNames<T>.Parse(word) is null);
        return words.Select(CodeNames<T>.Parse).OfType<T>().ToFrozenSet();
    }
}

/// <summary>A receiver of signed JSON over HTTP.</summary>
public sealed class HttpChannelOptions
{
    /// <summary>Address that takes messages by POST; default null: the channel is off.</summary>
    public string? Url { get; set; }

    /// <summary>Secret both sides sign with, at least 16 characters; never logged.</summary>
    public string? Secret { get; set; }

    internal IEnumerable<string> Faults(string section)
    {
        if (Url is not null && !NotificationOptions.IsHttp(Url))
        {
            yield return $"{section}:{nameof(Url)}: should begin with http:// or https://";
        }

        if (Url is not null && (Secret?.Length ?? 0) < 16)
        {
            yield return $"{section}:{nameof(Secret)}: at least 16 characters are needed";
        }
    }
}

/// <summary>A mail server.</summary>
public sealed class MailOptions
{
    /// <summary>Its name; default null: the channel is off.</summary>
    public string? Host { get; set; }

    /// <summary>Its port; default 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Whether to ask for encryption by STARTTLS; default true.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>Address messages come from.</summary>
    public string? From { get; set; }

    /// <summary>Name to sign in with; default null: without signing in.</summary>
    public string? User { get; set; }

    /// <summary>Password to sign in with; never logged.</summary>
    public string? Password { get; set; }

    internal IEnumerable<string> Faults(string section)
    {
        if (Host is not null && !System.Net.Mail.MailAddress.TryCreate(From, out _))
        {
            yield return $"{section}:{nameof(From)}: an address is needed";
        }

        if (Port is < 1 or > 65535)
        {
            yield return $"{section}:{nameof(Port)}: {Port} should be from 1 to 65535";
        }
    }
}

/// <summary>The spelling of codes in configuration, in the file and as keys of texts.</summary>
internal static class CodeNames<T> where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>().ToFrozenDictionary(
        value => value,
        value => typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);

    private static readonly FrozenDictionary<string, T> ByName =
        ByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(T value) => ByValue[value];

    public static T? Parse(string name) => ByName.TryGetValue(name, out var value) ? value : null;
}
