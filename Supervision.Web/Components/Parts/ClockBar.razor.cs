using Microsoft.AspNetCore.Components;
using Supervision.Core.Clocks;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Components.Parts;

/// <summary>A clock, drawn and explained.</summary>
public partial class ClockBar
{
    /// <summary>The clock.</summary>
    [Parameter, EditorRequired] public required ExplainedClock Clock { get; set; }

    /// <summary>The engine's now.</summary>
    [Parameter, EditorRequired] public required DateTimeOffset Now { get; set; }

    private ClockReading Reading => Clock.Reading;

    private ClockDrawing Drawing { get; set; } = null!;

    // Names of clocks may hold anything; an identity in a document may not.
    private string Id => "clock-" + Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(Reading.Name));

    private string Limit => Reading.Limit is { } limit
        ? $"{limit.Amount} {Words.Of($"unit.{Spelling.Of(limit.Unit)}")}"
        : Words.Of("clock.bySource");

    private string Picture => Words.Of(
        "clock.picture", Words.OfCode("clock", Reading.Name), Time.Minute(Reading.StartedAt),
        Time.Minute(Reading.DueAt), Clock.Explanation.Length);

    /// <inheritdoc />
    protected override void OnParametersSet() => Drawing = ClockDrawing.Of(Clock, Now);

    private string ClassOf(ClockDrawing.Stretch stretch) =>
        stretch.Counted ? (stretch.From >= (Reading.StoppedAt ?? Now) ? "counted ahead" : "counted")
        : stretch.Family == "suspension" ? "suspended"
        : "uncounted";

    private string? FillOf(ClockDrawing.Stretch stretch) =>
        !stretch.Counted && stretch.Family == "suspension" ? $"url(#{Id}-hatch)" : null;

    private string TitleOf(ClockDrawing.Stretch stretch)
    {
        var counted = Words.Of(stretch.Counted ? "clock.counted" : "clock.notCounted");
        var times = stretch.Joined > 1 ? $" ×{stretch.Joined}" : "";
        var when = $"{Time.Minute(stretch.From)} – {Time.Minute(stretch.To)}";
        return $"{Words.OfCode("why", stretch.Reason)}{times} · {counted}\n{when}";
    }

    /// <summary>Only addresses of the web become links; anything else in a feed is text.</summary>
    private static Uri? LinkOf(string? basis) =>
        Uri.TryCreate(basis, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri : null;
}
