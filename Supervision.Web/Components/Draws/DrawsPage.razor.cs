using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Supervision.Core.Draws;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;
using Supervision.Web.Draws;

namespace Supervision.Web.Components.Draws;

/// <summary>Every draw ever made, and whether chance was fair in all of them together.</summary>
public partial class DrawsPage
{
    private const int FarthestShown = 10;
    private const double SuspectSigmas = 4;

    [Inject] private IDrawList List { get; set; } = null!;

    [Inject] private IServiceProvider Services { get; set; } = null!;

    [Inject] private IOptions<PageOptions> Options { get; set; } = null!;

    private Page<DrawRow> Found { get; set; } = new([], null, 0);

    private DrawStatistics Figures { get; set; } = new(0, []);

    private ImmutableArray<LineFigures> Lines { get; set; } = [];

    private long Aborted { get; set; }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Found = List.Find(new DrawQuery(
            Spelling.Parse<DrawStatus>(Asked("state")), Asked("q"), Asked("after"), Options.Value.LinesPerPage));
        Aborted = List.Find(new DrawQuery(DrawStatus.Aborted, Limit: 1)).Total;
        var plan = Services.GetRequiredService<PlanDesk>();
        Lines = plan.Of(plan.Today.Year).Lines;
        Figures = await Services.GetRequiredService<DrawFigures>().CountAsync(Context.RequestAborted);
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private string Address(string? after) => QueryHelpers.AddQueryString(
        "/draws", new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["q"] = Asked("q"),
            ["state"] = Asked("state"),
            ["after"] = after,
        }.Where(pair => pair.Value is not null));
}
