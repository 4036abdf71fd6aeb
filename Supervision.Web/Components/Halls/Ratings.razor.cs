using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Entities;
using Supervision.Core.Ratings;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Halls;

/// <summary>
/// What ratings come to, by one side, and for those who cannot have been rated the raters who wait for a call.
/// </summary>
public partial class Ratings
{
    [Inject] private IRatingList List { get; set; } = null!;

    private RatingFilter Filter { get; set; } = null!;

    private IReadOnlyList<SatisfactionFigure> Figures { get; set; } = [];

    private Rate Total { get; set; }

    private long Defaults { get; set; }

    private Page<RatingRow> Owed { get; set; } = new([], null, 0);

    private bool MayCall => Caller.Who is Who.Inspector or Who.Leader or Who.SpotChecker;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Filter = RatingFilter.Of(Context.Request.Query, Caller.LastRatedDay(Today));
        Read();
    }

    private void Read()
    {
        var all = List.Satisfaction(Filter.Side, Filter.Query(Caller.Scope));
        Figures = Caller.Shown(all);
        if (Filter.Side == RatingSide.Day)
        {
            Figures = [.. Figures.Reverse()];
        }

        // The total is of everything: what is left out line by line is few, not wrong.
        var total = new Rate(
            all.Sum(figure => figure.Satisfied.Numerator), all.Sum(figure => figure.Satisfied.Denominator));
        Total = Caller.Shown([new SatisfactionFigure("", total, 0)]).FirstOrDefault()?.Satisfied ?? default;
        Defaults = all.Sum(figure => figure.Defaults);
        if (MayCall)
        {
            Owed = List.Find(new RatingQuery(
                AwaitsCallback: true, Hall: Filter.Hall, After: Asked("after"), Limit: Options.Value.LinesPerPage,
                Scope: Caller.Scope));
        }
    }

    private async Task CallAsync()
    {
        var visit = Sent("visit");
        if (!MayCall || Spelling.Parse<CallbackResult>(Sent("result")) is not { } result
            || Owed.Items.All(row => row.Id != visit || row.Subject != Sent("subject")))
        {
            Faults = [Words.Of("refusal.rating.unknown")];
            return;
        }

        var refusal = await Engine.CommandAsync(
            new StreamId(EntityKind.Window, Sent("subject")),
            new RecordCallback(visit, result, Sent("words") is { Length: > 0 } words ? words : null, Person)
            {
                Source = "/pages/ratings",
                Id = CommandId,
            },
            Context.RequestAborted);
        if (refusal is not null)
        {
            Faults = [TextOf(refusal)];
            return;
        }

        Done = Words.Of("ratings.recorded");
        Owed = Owed with { Items = [.. Owed.Items.Where(row => row.Id != visit)], Total = Owed.Total - 1 };
    }

    private string NextAddress => $"{Filter.Address("/ratings")}&after={Uri.EscapeDataString(Owed.Next!)}";

    private string NameOf(string key) => key.Length == 0 ? Words.Of("ratings.nobody") : Filter.Side switch
    {
        RatingSide.Hall => Names.Hall(key),
        RatingSide.Window => $"{Names.Window(key)} {key}",
        RatingSide.Staff => $"{Names.Staff(key)} {key}",
        RatingSide.Item => Names.Item(key),
        _ => key,
    };

    private IEnumerable<string> Places(RatingRow row)
    {
        if (row.Hall is { } hall) yield return Names.Hall(hall);
        if (row.Window is { } window) yield return Names.Window(window);
        if (row.Item is { } item) yield return Names.Item(item);
    }

    private static string Percent(double share) =>
        (share * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";
}
