using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Supervision.Core.Clocks;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Pages;

/// <summary>
/// Cards and findings. Everything the page shows is in its address; staff.js keeps it live by asking for the same
/// address again when the hub tells of an alert.
/// </summary>
public partial class Alerts
{
    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    [Inject] private IAlertList List { get; set; } = null!;

    [Inject] private INames Names { get; set; } = null!;

    [Inject] private IOptions<PageOptions> Options { get; set; } = null!;

    private AlertFilter Filter { get; set; } = new();

    private Page<AlertRow> Found { get; set; } = new([], null, 0);

    private string? After { get; set; }

    private string? CardId { get; set; }

    private AlertRow? Card { get; set; }

    // A stage's clock carries its name; the list filters by the clocks every case has.
    private static IEnumerable<(string Value, string Text)> Clocks =>
        Spelling.Choices("clock", ClockKind.Stage, ClockKind.Suspension);

    private IEnumerable<(string Value, string Text)> Halls =>
        Names.Halls.OrderBy(hall => hall.Key, StringComparer.Ordinal).Select(hall => (hall.Key, hall.Value));

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        var query = Context.Request.Query;
        Filter = AlertFilter.From(query);
        After = query["after"] is [{ Length: > 0 } after] ? after : null;
        CardId = query["card"] is [{ Length: > 0 } card] ? card : null;
        var caller = Caller.Of(Context);
        Found = List.Find(Filter.Query(After, Options.Value.LinesPerPage) with
        {
            Scope = caller.Scope,
            Ratings = !caller.IsRated(),
        });
        Card = CardId is null ? null : List.Find(CardId);
        if (Card is { } one && (caller.Scope?.Covers(one.Hall, one.Department, one.Window) == false
            || one.IsOfRating && caller.IsRated()))
        {
            Card = null;
        }
    }
}
