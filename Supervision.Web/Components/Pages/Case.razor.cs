using Microsoft.AspNetCore.Components;
using Supervision.Core.Reading;
using Supervision.Silo.Auditing;
using Supervision.Silo.Views;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Pages;

/// <summary>One case: what happened, how each clock was computed, what was raised.</summary>
public partial class Case
{
    /// <summary>Case number.</summary>
    [Parameter] public string No { get; set; } = "";

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    [Inject] private ICaseList List { get; set; } = null!;

    [Inject] private AuditLog Audit { get; set; } = null!;

    [Inject] private IBoard Board { get; set; } = null!;

    [Inject] private INames Names { get; set; } = null!;

    [Inject] private HallTime Time { get; set; } = null!;

    /// <summary>Null where the pages run without the rest of the system.</summary>
    private ReceiptDesk? Receipts => Context.RequestServices.GetService<ReceiptDesk>();

    private string ReceiptAddress =>
        $"{Context.Request.Scheme}://{Context.Request.Host}/public/cases/{Receipts!.CodeOf(No)}";

    private CaseFile? File { get; set; }

    private CaseRow Row => File!.Case;

    /// <summary>The engine's now: in Replay the watermark, not the wall clock.</summary>
    private DateTimeOffset Now { get; set; }

    private IEnumerable<(string Key, string Text)> About
    {
        get
        {
            yield return ("detail.type", Words.Of($"caseType.{Spelling.Of(Row.CaseType)}"));
            if (Row.Item is { } item) yield return ("col.item", Names.Item(item));
            if (Row.Department is { } department) yield return ("detail.department", Names.Department(department));
            if (Row.Hall is { } hall) yield return ("filter.hall", Names.Hall(hall));
            if (Row.Window is { } window) yield return ("detail.window", Names.Window(window));
            if (Row.Handler is { } handler) yield return ("col.handler", Names.Staff(handler));
            if (Row.ReceivedAt is { } received) yield return ("case.receivedAt", Time.Minute(received));
            if (Row.AcceptedAt is { } accepted) yield return ("case.acceptedAt", Time.Minute(accepted));
            if (Row.PromisedDueAt is { } promised) yield return ("case.promisedDue", Time.Minute(promised));
            if (Row.StatutoryDueAt is { } statutory) yield return ("case.statutoryDue", Time.Minute(statutory));
            if (Row.EndedAt is { } ended) yield return ("case.endedAt", Time.Minute(ended));
        }
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Now = Board.Current().AsOf;
        File = await List.OpenAsync(No, Context.RequestAborted);
        if (File is not null
            && Caller.Of(Context).Scope?.Covers(Row.Hall, Row.Department, Row.Window) == false)
        {
            File = null;
        }
        else if (File is not null)
        {
            Audit.Write(Context, AuditKind.CaseRead, No);
        }

        if (File is null)
        {
            // Set as the answer starts: a component that sets 404 earlier is not written at all, and this page says
            // what is missing better than the general one.
            Context.Response.OnStarting(() =>
            {
                Context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        }
    }
}
