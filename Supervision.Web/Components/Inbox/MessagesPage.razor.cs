using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Supervision.Core.Reading;
using Supervision.Silo.Auditing;
using Supervision.Silo.Notifications;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Inbox;

/// <summary>What became of everything that left the house; numbers and addresses are masked.</summary>
public partial class MessagesPage
{
    [Inject] private Silo.Notifications.Inbox Messages { get; set; } = null!;

    [Inject] private NotificationOptions Options { get; set; } = null!;

    [Inject] private IOptions<PageOptions> Pages { get; set; } = null!;

    [Inject] private AuditLog Audit { get; set; } = null!;

    private Page<MessageRow> Found { get; set; } = new([], null, 0);

    /// <inheritdoc />
    protected override void OnInitialized() => Read();

    private void Retry()
    {
        if (Messages.Retry(Sent("message")))
        {
            Audit.Write(Context, AuditKind.MessageRetried, Sent("message"));
            Done = Words.Of("messages.retried");
        }
        else
        {
            Faults = [Words.Of("messages.unknown")];
        }

        Read();
    }

    private void Read() => Found = Messages.Find(new MessageQuery(
        State: Spelling.Parse<MessageState>(Asked("state")), Channel: Spelling.Parse<ChannelKind>(Asked("channel")),
        Before: Asked("after"), Limit: Pages.Value.LinesPerPage, InEnglish: Words.InEnglish));

    private string Address(string? after = null)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["state"] = Asked("state"),
            ["channel"] = Asked("channel"),
            ["after"] = after,
        };
        return QueryHelpers.AddQueryString("/messages", query.Where(pair => pair.Value is not null));
    }
}
