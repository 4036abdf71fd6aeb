using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;
using Supervision.Web.Orders;

namespace Supervision.Web.Components.Pages;

/// <summary>One order: where it stands, who has to see to it, what happened, and what its reader may do now.</summary>
public partial class Order
{
    /// <summary>Number.</summary>
    [Parameter] public string No { get; set; } = "";

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    [Inject] private IOrderList List { get; set; } = null!;

    [Inject] private INames Names { get; set; } = null!;

    [Inject] private HallTime Time { get; set; } = null!;

    private OrderFile? File { get; set; }

    private OrderRow Row => File!.Order;

    /// <summary>Why the step just taken was refused.</summary>
    private string? Refusal { get; set; }

    /// <summary>What somebody did last.</summary>
    private OrderLine? LastStep => File!.Timeline.LastOrDefault(line => line.Who is not null);

    /// <summary>A form that is sent twice takes its step once.</summary>
    private string CommandKey { get; } = Guid.NewGuid().ToString("N");

    private IReadOnlyList<Offer> Steps { get; set; } = [];

    private IEnumerable<(string Key, string Text)> About
    {
        get
        {
            yield return ("order.source", Words.Of($"orderSource.{Spelling.Of(Row.Source)}"));
            yield return ("order.about", Row.Subject);
            yield return ("order.causes", Words.Of("order.causesMore", Row.Causes));
            if (Row.Unit.Hall is { } hall) yield return ("filter.hall", Names.Hall(hall));
            if (Row.Unit.Department is { } department) yield return ("detail.department", Names.Department(department));
            if (Row.Unit.Window is { } window) yield return ("detail.window", Names.Window(window));
            if (Row.Person is { } person) yield return ("order.person", Names.Staff(person));
            yield return ("order.rung", Words.Of($"rung.{Spelling.Of(Row.Rung)}"));
            if (Row.WaitsFor is { } step) yield return ("order.waitsFor", Words.Of($"orderStep.{Spelling.Of(step)}"));
            yield return ("order.issuedAt", Time.Minute(Row.IssuedAt));
            if (Row.DueAt is { } due) yield return ("order.dueAt", Time.Minute(due));
            if (Row.EndedAt is { } ended) yield return ("col.endedAt", Time.Minute(ended));
        }
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var person = Actors.Of(Context.User);
        var file = await List.OpenAsync(No, Context.RequestAborted);
        File = file is not null && person is not null && !StepDoor.MaySee(file.Order, person) ? null : file;
        Refusal = Context.Request.Query["refusal"].ToString() is { Length: > 0 } code && Words.Has($"refusal.{code}")
            ? code
            : null;
        if (File is null)
        {
            Context.Response.OnStarting(() =>
            {
                Context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        }
        else if (person is not null)
        {
            Steps = [.. StepsOf(person)];
        }
    }

    private IEnumerable<Offer> StepsOf(Actor person)
    {
        if (Row.WaitsFor is not { } waits)
        {
            yield break;
        }

        if (waits is OrderStep.Verify or OrderStep.Decide)
        {
            if (OrderParties.MaySupervise(Row, person, Row.State) && person.Id != File!.Barred)
            {
                foreach (var choice in Supervising(waits)) yield return choice;
            }
        }
        else if (OrderParties.MayAnswer(Row, person))
        {
            var part = Row.Part is { } next ? Words.Of($"part.{Spelling.Of(next)}") : "";
            yield return new(Spelling.Of(waits), Spelling.Of(waits), part, []);
        }

        if (Row.State is OrderStatus.Issued or OrderStatus.Acknowledged or OrderStatus.Feedback or OrderStatus.Rectified
            && OrderParties.MayAnswer(Row, person))
        {
            yield return new("appeal", "appeal", "", []);
        }
    }

    private IEnumerable<Offer> Supervising(OrderStep waits)
    {
        if (waits == OrderStep.Verify)
        {
            yield return new("verify", "passed", "", [("passed", "true")]);
            yield return new("verify", "failed", "", [("passed", "false")]);
            yield break;
        }

        string[] outcomes = Row.State == OrderStatus.Verified ? ["closed"] : ["upheld", "revoked", "returned"];
        foreach (var outcome in outcomes)
        {
            yield return new("decide", outcome, "", [("outcome", outcome)]);
        }
    }

    private static string SizeOf(Attachment file) => file.SizeBytes < 1024 * 1024
        ? $"{Math.Max(1, file.SizeBytes / 1024)} KB"
        : string.Create(CultureInfo.InvariantCulture, $"{file.SizeBytes / 1024.0 / 1024.0:0.0} MB");

    private string DetailOf(OrderLine line) => line.Detail switch
    {
        null => "",
        { } rung when line.Change == "climbed" => Words.Of($"rung.{rung}"),
        { } part when line.Change == "rectify" => Words.Of($"part.{part}"),
        { } outcome when line.Change is "verify" or "decide" => Words.Of($"orderAct.{outcome}"),
        { } subject => subject,
    };

    /// <summary>Something the reader may do.</summary>
    private sealed record Offer(
        string Step, string Key, string Detail, IReadOnlyList<(string Name, string Value)> Values);
}
