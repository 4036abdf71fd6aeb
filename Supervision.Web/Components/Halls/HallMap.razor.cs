using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Halls;

/// <summary>The windows of one hall as tiles; staff.js asks again when the hub tells of a change.</summary>
public partial class HallMap
{
    private const int TilesMax = 1000;

    [Inject] private IWindowList Windows { get; set; } = null!;

    [Inject] private IAlertList Alerts { get; set; } = null!;

    [Inject] private IRatingList Ratings { get; set; } = null!;

    private Hall? Hall { get; set; }

    private IReadOnlyList<Tile> Tiles { get; set; } = [];

    private IReadOnlyList<Tile> Shown { get; set; } = [];

    private Rate Satisfaction { get; set; }

    private string From { get; set; } = "";

    private string Until { get; set; } = "";

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Hall = Halls.FirstOrDefault(hall => hall.Id == Asked("hall")) ?? Halls.FirstOrDefault();
        if (Hall is null)
        {
            return;
        }

        var known = Windows.Find(new WindowQuery(Hall: Hall.Id, Limit: TilesMax, Scope: Caller.Scope)).Items
            .ToDictionary(row => row.Id, StringComparer.Ordinal);
        var alerts = Alerts.OpenByWindow(Hall.Id);
        Tiles =
        [
            .. Organisation.Windows.Values.Where(post => post.Hall == Hall.Id && Sees(post))
                .OrderBy(post => post.Id, StringComparer.Ordinal)
                .Select(post => new Tile(
                    Caller.Shown(known.GetValueOrDefault(post.Id) ?? Unheard(post)), post.Name,
                    alerts.GetValueOrDefault(post.Id))),
        ];
        var state = Spelling.Parse<WindowStatus>(Asked("state"));
        Shown = state is null ? Tiles : [.. Tiles.Where(tile => tile.Row.State == state)];
        var last = Caller.LastRatedDay(Today);
        (From, Until) = (Text(last.AddDays(1 - UsualDays)), Text(last));
        Satisfaction = Caller.Shown(Ratings.Satisfaction(RatingSide.Hall, new RatingQuery(
            Hall: Hall.Id, From: last.AddDays(1 - UsualDays), To: last, Scope: Caller.Scope)))
            .FirstOrDefault()?.Satisfied ?? default;
    }

    /// <summary>A window of the rule book of which nothing was ever heard.</summary>
    internal static WindowRow Unheard(WindowPost post) => new()
    {
        Id = post.Id,
        Hall = post.Hall,
        Department = post.Department,
        Kind = post.Kind,
        State = WindowStatus.Unknown,
        Queue = 0,
        Served = 0,
        Findings = 0,
    };

    private string Download(string format) => QueryHelpers.AddQueryString(
        "/halls/download", new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["hall"] = Hall!.Id,
            ["state"] = Asked("state"),
            ["format"] = format,
        }.Where(pair => pair.Value is not null));

    private string Clock(DateTimeOffset instant) => Today == DateOnly.FromDateTime(Time.Local(instant))
        ? Time.Local(instant).ToString("HH:mm", CultureInfo.InvariantCulture)
        : Time.Short(instant);

    /// <summary>A window of the hall.</summary>
    private sealed record Tile(WindowRow Row, string Name, long Alerts);
}
