using Microsoft.AspNetCore.Components;
using Supervision.Core.Draws;
using Supervision.Core.Reading;
using Supervision.Web.Components.People;
using Supervision.Web.Components.Text;
using Supervision.Web.Draws;

namespace Supervision.Web.Components.Draws;

/// <summary>What the pages of one draw have in common.</summary>
public abstract class DrawView : FormPage
{
    /// <summary>Number.</summary>
    [Parameter] public string No { get; set; } = "";

    /// <summary>What the system is made of.</summary>
    [Inject] public IServiceProvider Services { get; set; } = null!;

    /// <summary>The draw; null when there is none of that number.</summary>
    protected DrawState? Draw { get; private set; }

    internal DrawDoor Door => Services.GetRequiredService<DrawDoor>();

    /// <summary>Changes whenever the page would say something else.</summary>
    protected string Stamp => string.Join('-',
        Spelling.Of(Draw!.Status), Draw.Row!.Given, Draw.Amendments.Length, Draw.Results.Length);

    /// <summary>Who must act next, and how.</summary>
    protected string Next => Draw!.Status switch
    {
        DrawStatus.Committing when Missing(share => share.Commitment).Length > 0 =>
            Words.Of("draw.nextCommit", string.Join('、', Missing(share => share.Commitment))),
        DrawStatus.Committing => Words.Of("draw.nextFreeze"),
        DrawStatus.Revealing when Missing(share => share.Secret).Length > 0 =>
            Words.Of("draw.nextReveal", string.Join('、', Missing(share => share.Secret))),
        DrawStatus.Revealing => Words.Of("draw.nextBeacon"),
        DrawStatus.Seeded => Words.Of("draw.nextSeeded"),
        DrawStatus.Drawn => Words.Of("draw.nextInspect"),
        DrawStatus.Done => Words.Of("draw.nextDone"),
        _ => Words.Of("draw.nextAborted"),
    };

    /// <summary>What was published so far.</summary>
    protected IEnumerable<(string Key, string Hash)> Hashes
    {
        get
        {
            if (Draw!.Frozen is { } frozen)
            {
                yield return ("draw.hashRule", frozen.Rule);
                yield return ("draw.hashObjects", frozen.Objects);
                yield return ("draw.hashInspectors", frozen.Inspectors);
            }

            if (Draw.Seed is { } seed) yield return ("draw.seed", seed);
            if (Draw.Digest is { } digest) yield return ("draw.digest", digest);
        }
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Draw = await Door.ReadAsync(No, Context.RequestAborted);
        if (Draw is null)
        {
            Context.Response.OnStarting(() =>
            {
                Context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>Address of a page of this draw.</summary>
    protected string Link(string page) => $"/draws/{Uri.EscapeDataString(No)}{page}";

    /// <summary>Address of the task of one object.</summary>
    protected string TaskLink(string one) => Link($"/tasks/{Uri.EscapeDataString(one)}");

    private string[] Missing(Func<PartyShare, string?> given) =>
        [.. Draw!.Shares.Where(share => given(share) is null).Select(share => share.Party.Name)];
}
