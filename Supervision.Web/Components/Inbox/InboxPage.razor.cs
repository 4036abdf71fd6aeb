using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Supervision.Core.Reading;
using Supervision.Silo.Notifications;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Components.Inbox;

/// <summary>What one is told, newest first. Opening a message marks it as read and leads to what it is about.</summary>
public partial class InboxPage
{
    [Inject] private Silo.Notifications.Inbox Messages { get; set; } = null!;

    [Inject] private IOptions<PageOptions> Options { get; set; } = null!;

    private Page<MessageRow> Found { get; set; } = new([], null, 0);

    private long Unread { get; set; }

    private bool IsFiltered => Asked("unread") is not null || Asked("kind") is not null;

    /// <inheritdoc />
    protected override void OnInitialized() => Read();

    private void Mark()
    {
        if (Sent("open") is { Length: > 0 } opened)
        {
            GoOn(Messages.Read(Person.Id, opened) ?? "/inbox");
            return;
        }

        if (Sent("all").Length > 0)
        {
            Messages.ReadAll(Person.Id);
        }
        else
        {
            Messages.Read(Person.Id, Sent("one"));
        }

        GoOn(Context.Request.Path + Context.Request.QueryString); // the bell above was drawn before
    }

    private void Read()
    {
        Found = Messages.Find(new MessageQuery(
            Person.Id, bool.TryParse(Asked("unread"), out var unread) ? unread : null,
            Spelling.Parse<NoticeKind>(Asked("kind")), Before: Asked("after"), Limit: Options.Value.LinesPerPage,
            InEnglish: Words.InEnglish));
        Unread = Messages.Unread(Person.Id);
    }

    private static string TitleOf(MessageRow message) =>
        message.IsDigest ? Words.Of("inbox.digest", message.Count)
        : message.Count > 1 ? Words.Of("inbox.group", message.Lines[0].Text.Title, message.Count)
        : message.Lines[0].Text.Title;

    private string Address(string? after = null)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["unread"] = Asked("unread"),
            ["kind"] = Asked("kind"),
            ["after"] = after,
        };
        return QueryHelpers.AddQueryString("/inbox", query.Where(pair => pair.Value is not null));
    }
}
