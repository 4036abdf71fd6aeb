using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Ports;
using Supervision.Silo.Views;
using Supervision.Web.Components.Text;
using Supervision.Web.Disclosure;

namespace Supervision.Web.Components.Public;

/// <summary>A case by its receipt, for whoever holds the receipt: when it is to be finished, and why then.</summary>
public partial class ReceiptPage
{
    /// <summary>The receipt, as the address writes it.</summary>
    [Parameter] public string? Receipt { get; set; }

    [CascadingParameter] private HttpContext Context { get; set; } = null!;

    [Inject] private ReceiptDesk Desk { get; set; } = null!;

    [Inject] private IRuleShelf Rules { get; set; } = null!;

    [Inject] private HallTime Time { get; set; } = null!;

    private ReceiptAnswer? Found { get; set; }

    private string Address =>
        $"{Context.Request.Scheme}://{Context.Request.Host}/public/cases/{Found!.Receipt}";

    private string Limit => Found!.Limit is { } limit
        ? $"{limit.Amount.ToString(CultureInfo.InvariantCulture)} {Words.Of($"unit.{Spelling.Of(limit.Unit)}")}"
        : Words.Of("public.givenBySource");

    /// <summary>Intervals that follow each other for one reason are told in one line.</summary>
    private IEnumerable<(string From, string To, bool Counted, string Reason)> Days
    {
        get
        {
            var at = 0;
            var intervals = Found!.Explanation;
            while (at < intervals.Count)
            {
                var last = at;
                while (last + 1 < intervals.Count && intervals[last + 1].Counted == intervals[at].Counted
                    && intervals[last + 1].Reason == intervals[at].Reason)
                {
                    last++;
                }

                yield return (
                    Time.Minute(intervals[at].From), Time.Minute(intervals[last].To), intervals[at].Counted,
                    intervals[at].Reason);
                at = last + 1;
            }
        }
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Context.Response.Headers.CacheControl = "no-store";
        var typed = Receipt ?? Context.Request.Query["receipt"].ToString();
        Found = await Desk.OpenAsync(typed, Context.RequestAborted) is { } receipt
            ? ReceiptAnswer.Of(receipt, Rules.Current)
            : null;
        if (Found is null)
        {
            Context.Response.OnStarting(() =>
            {
                Context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        }
    }
}
