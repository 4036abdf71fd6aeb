using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Pages;

/// <summary>Finds cases. What is asked for is in the address.</summary>
public partial class Cases
{
    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    [Inject] private ICaseList List { get; set; } = null!;

    [Inject] private INames Names { get; set; } = null!;

    [Inject] private IOptions<PageOptions> Options { get; set; } = null!;

    private Page<CaseRow> Found { get; set; } = new([], null, 0);

    private string? Text { get; set; }

    private string? State { get; set; }

    private string? Overdue { get; set; }

    private string? Hall { get; set; }

    private string? After { get; set; }

    private ScoreEvidence? Counted { get; set; }

    private static IEnumerable<(string Value, string Text)> OverdueChoices =>
        [("true", Words.Of("filter.overdueYes")), ("false", Words.Of("filter.overdueNo"))];

    private IEnumerable<(string Value, string Text)> Halls =>
        Names.Halls.OrderBy(hall => hall.Key, StringComparer.Ordinal).Select(hall => (hall.Key, hall.Value));

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Text = Value("q");
        State = Value("state");
        Overdue = Value("overdue");
        Hall = Value("hall");
        After = Value("after");
        Counted = EvidenceAddress.Read(Context.Request.Query);
        Found = List.Find(new CaseQuery(
            Text, Spelling.Parse<CaseStatus>(State), bool.TryParse(Overdue, out var overdue) ? overdue : null, Hall,
            After, Options.Value.LinesPerPage, Caller.Of(Context).Scope)
        {
            Counted = Counted,
        });
    }

    private string? Value(string name) =>
        Context.Request.Query[name].ToString().Trim() is { Length: > 0 } value ? value : null;

    private string Address(string? after = null)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["q"] = Text,
            ["state"] = State,
            ["overdue"] = Overdue,
            ["hall"] = Hall,
            ["after"] = after,
        };
        return QueryHelpers.AddQueryString(
            "/cases", query.Where(pair => pair.Value is not null).Concat(EvidenceAddress.Query(Counted)));
    }
}
