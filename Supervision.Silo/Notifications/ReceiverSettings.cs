using System.Collections.Frozen;
using System.Net.Mail;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Supervision.Silo.Notifications;

/// <summary>A way to a receiver.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChannelKind>))]
public enum ChannelKind
{
    /// <summary>The page of this site.</summary>
    [JsonStringEnumMemberName("inbox")] Inbox,
    /// <summary>SMS gateway.</summary>
    [JsonStringEnumMemberName("sms")] Sms,
    /// <summary>Another system.</summary>
    [JsonStringEnumMemberName("webhook")] Webhook,
    /// <summary>Electronic mail.</summary>
    [JsonStringEnumMemberName("mail")] Mail,
}

/// <summary>What a receiver wants.</summary>
/// <param name="Channels">Ways beside the inbox; the inbox cannot be left out.</param>
/// <param name="Mutes">Kinds the receiver does not want; those that are urgent come all the same.</param>
/// <param name="Phone">For SMS.</param>
/// <param name="Mail">For mail.</param>
/// <param name="InEnglish">Whether texts are English; else they are Chinese.</param>
public sealed partial record ReceiverSettings(
    FrozenSet<ChannelKind> Channels, FrozenSet<NoticeKind> Mutes, string? Phone, string? Mail, bool InEnglish)
{
    private const int MailLengthMax = 254;

    /// <summary>Of somebody who has set nothing: the inbox, and other systems hear of it.</summary>
    public static ReceiverSettings Default { get; } = new([ChannelKind.Webhook], [], null, null, false);

    /// <summary>Whether a text is a phone number: 6 to 20 digits, perhaps after a plus sign.</summary>
    public static bool IsPhone(string text) => PhoneNumber().IsMatch(text);

    /// <summary>Whether a text is a mail address and nothing else.</summary>
    public static bool IsMail(string text) => text.Length <= MailLengthMax && !text.Any(char.IsControl)
        && MailAddress.TryCreate(text, out var address) && address.Address == text;

    /// <summary>Where messages go over a channel; null where it needs no address or there is none.</summary>
    public string? AddressOf(ChannelKind channel) => channel switch
    {
        ChannelKind.Sms => Phone,
        ChannelKind.Mail => Mail,
        _ => null,
    };

    /// <summary>A phone number or mail address as pages may show it: <c>138****5678</c>, <c>w***@city.cn</c>.</summary>
    public static string? Masked(string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            return null;
        }

        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0 ? $"{address[0]}***{address[at..]}"
            : address.Length >= 9 ? $"{address[..3]}****{address[^4..]}"
            : $"****{address[^2..]}";
    }

    [GeneratedRegex(@"\A\+?[0-9]{6,20}\z", RegexOptions.None, 1000)]
    private static partial Regex PhoneNumber();
}
