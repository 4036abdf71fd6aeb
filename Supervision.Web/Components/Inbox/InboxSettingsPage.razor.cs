using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;
using Supervision.Silo.Auditing;
using Supervision.Silo.Notifications;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Inbox;

/// <summary>How messages reach the signed-in person. Phone and address are shown masked, also to their owner.</summary>
public partial class InboxSettingsPage
{
    [Inject] private ReceiverBook Book { get; set; } = null!;

    [Inject] private NotificationOptions Options { get; set; } = null!;

    [Inject] private AuditLog Audit { get; set; } = null!;

    private ReceiverSettings Settings { get; set; } = ReceiverSettings.Default;

    private IReadOnlyList<ChannelKind> Offered { get; set; } = [];

    private IEnumerable<NoticeKind> Mutable => Enum.GetValues<NoticeKind>().Except(Options.UrgentKinds);

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Offered = Options.ChannelsOn;
        Settings = Book.Of(Person.Id);
    }

    private void Save()
    {
        var wanted = new ReceiverSettings(
            Several<ChannelKind>("channel"), Several<NoticeKind>("mute"), Replaced("phone", Settings.Phone),
            Replaced("mail", Settings.Mail), Sent("english").Length > 0);
        Faults = [.. FaultsOf(wanted)];
        if (Faults.Count > 0)
        {
            return;
        }

        // The audit comes first: what it cannot keep does not happen. It names no number.
        Audit.Write(Context, AuditKind.ContactChanged, Person.Name, string.Join(
            ' ', wanted.Channels.Select(Spelling.Of).Order(StringComparer.Ordinal)));
        Book.Set(Person.Id, wanted);
        Settings = wanted;
        Done = Words.Of("inbox.saved");
    }

    private static IEnumerable<string> FaultsOf(ReceiverSettings wanted)
    {
        if (wanted.Phone is { } phone && !ReceiverSettings.IsPhone(phone))
        {
            yield return Words.Of("inbox.noPhone");
        }

        if (wanted.Mail is { } mail && !ReceiverSettings.IsMail(mail))
        {
            yield return Words.Of("inbox.noMail");
        }

        if (wanted.Channels.Contains(ChannelKind.Sms) && wanted.Phone is null)
        {
            yield return Words.Of("inbox.phoneNeeded");
        }

        if (wanted.Channels.Contains(ChannelKind.Mail) && wanted.Mail is null)
        {
            yield return Words.Of("inbox.mailNeeded");
        }
    }

    /// <summary>What was typed; what there was when nothing was typed; null when a dash was.</summary>
    private string? Replaced(string field, string? before) => Sent(field).Trim() switch
    {
        "" => before,
        "-" => null,
        var typed => typed,
    };

    private FrozenSet<T> Several<T>(string field) where T : struct, Enum =>
        Context.Request.Form[field].Select(Spelling.Parse<T>).OfType<T>().ToFrozenSet();

    private static string Kept(string? address) => ReceiverSettings.Masked(address) is { } masked
        ? Words.Of("inbox.kept", masked)
        : Words.Of("inbox.nothingKept");
}
