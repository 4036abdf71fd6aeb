using Microsoft.AspNetCore.Components;
using Supervision.Silo.History;
using Supervision.Web.Components.Text;
using Supervision.Web.Hubs;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Layout;

/// <summary>Header, navigation and language switch around every staff page.</summary>
public partial class StaffLayout
{
    private const string QuestionsRoute = "/questions";

    private static readonly (string Route, string Key, string Icon)[] Links =
    [
        ("/wall", "nav.wall", "bi-display"), ("/alerts", "nav.alerts", "bi-exclamation-diamond"),
        ("/cases", "nav.cases", "bi-folder2-open"), ("/halls", "halls.nav", "bi-grid-3x3-gap"),
        ("/rankings", "rankings.nav", "bi-bar-chart-steps"), ("/desk", "nav.desk", "bi-inbox"),
        ("/orders", "nav.orders", "bi-clipboard-check"), ("/escalations", "escalations.title", "bi-arrow-up-square"),
        ("/appeals", "appeals.title", "bi-megaphone"), ("/draws", "draws.nav", "bi-shuffle"),
        ("/reports", "reports.title", "bi-file-earmark-text"), (QuestionsRoute, "questions.nav", "bi-search"),
    ];

    private static readonly (string Route, string Key, string Icon)[] Administration =
    [
        ("/accounts", "accounts.title", "bi-people"), ("/devices", "devices.title", "bi-hdd-network"),
        ("/keys", "keys.title", "bi-key"), ("/messages", "messages.title", "bi-send"),
        ("/audit", "audit.title", "bi-journal-check"), ("/jobs", "jobs.title", "bi-alarm"),
        ("/imports", "imports.title", "bi-upload"), ("/sources", "sources.title", "bi-broadcast"),
    ];

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    /// <summary>Null where nobody was let in, such as on the page of an error.</summary>
    private Caller? Caller => Context.Items[typeof(Caller)] as Caller;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private IEnumerable<IHistory> Stores { get; set; } = null!;

    /// <summary>Rendered before the page's own figures are read, so that what is told meanwhile makes a difference.
    /// </summary>
    [Inject] private LiveChanges Live { get; set; } = null!;

    private string Here => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    private (string Route, string Key, string Icon)[] Grouped { get; set; } = [];

    private (string Route, string Key, string Icon)[] Shown { get; set; } = [];

    private bool IsInGroup => Grouped.Any(link => Navigation.ToBaseRelativePath(Navigation.Uri).Split('?')[0]
        == link.Route.TrimStart('/'));

    /// <summary>What belongs to administration shares one menu, unless it is a single page.</summary>
    protected override void OnParametersSet()
    {
        var allowed = Administration.Where(link => May(link.Route)).ToArray();
        Grouped = allowed.Length > 1 ? allowed : [];
        Shown = [.. Links.Where(link => May(link.Route)), .. allowed.Except(Grouped)];
    }

    private bool May(string route) => Caller is { Person: not null } caller
        && AccessTable.Standard.MayRead(caller, route) && (route != QuestionsRoute || Stores.Any());

    private string OtherLanguage => Navigation.GetUriWithQueryParameter("culture", Words.Second.Name);
}
