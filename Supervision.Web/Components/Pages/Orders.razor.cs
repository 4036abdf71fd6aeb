using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Pages;

/// <summary>
/// Supervision orders in four views, each with an address of its own: all of them, my desk (what waits for me, the most
/// urgent first), what has climbed the ladder, and open appeals.
/// </summary>
public partial class Orders
{
    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    [Inject] private IOrderList List { get; set; } = null!;

    [Inject] private IEngine Engine { get; set; } = null!;

    [Inject] private INames Names { get; set; } = null!;

    [Inject] private IOptions<PageOptions> Options { get; set; } = null!;

    private Page<OrderRow> Found { get; set; } = new([], null, 0);

    private Actor? Person { get; set; }

    private string View { get; set; } = "orders";

    private string Title => $"{View}.title";

    private bool IsList => View == "orders";

    private bool IsDesk => View == "desk";

    private DateTimeOffset Now { get; set; }

    private string? Text { get; set; }

    private string? State { get; set; }

    private string? Source { get; set; }

    private string? After { get; set; }

    private ScoreEvidence? Counted { get; set; }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        View = Context.Request.Path.Value!.Trim('/').ToLowerInvariant();
        Person = Actors.Of(Context.User);
        Now = Engine.Now;
        Text = Value("q");
        State = Value("state");
        Source = Value("source");
        After = Value("after");
        Counted = EvidenceAddress.Read(Context.Request.Query);
        if (IsDesk && Person is null)
        {
            return;
        }

        var query = new OrderQuery(
            After: After, Limit: Options.Value.LinesPerPage,
            Scope: Person?.Organisation is { } organisation ? new ReadingScope([organisation]) : null);
        Found = List.Find(View switch
        {
            "desk" => query with { WaitsFor = Person, Scope = null },
            "escalations" => query with { Open = true, RungFrom = LadderRung.SectionHead },
            "appeals" => query with { State = OrderStatus.Appealed },
            _ => query with
            {
                Text = Text,
                State = Spelling.Parse<OrderStatus>(State),
                Source = Spelling.Parse<OrderSource>(Source),
                Counted = Counted,
            },
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
            ["source"] = Source,
            ["after"] = after,
        };
        return QueryHelpers.AddQueryString(
            $"/{View}", query.Where(pair => pair.Value is not null).Concat(EvidenceAddress.Query(Counted)));
    }
}
