using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Core.Windows;
using Supervision.Silo.Attachments;
using Supervision.Silo.Views;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Halls;

/// <summary>
/// The patrols a day asks for and those that were made; on the spot, a checklist that becomes the fact
/// <c>patrol.recorded</c>. What is not good is a finding of the patrol, and opens an order as any other would.
/// </summary>
public partial class Patrols
{
    private const int WordsMax = 200;
    private const int PatrolsMax = 1000;

    /// <summary>All photos of a form with the rest of it.</summary>
    private const long BodyBytesMax = (Attachment.PerStepMax * Attachment.SizeBytesMax) + (1024 * 1024);

    private static readonly string[] Kinds = ["patrol", "video", "visit", "unannounced"];
    private static readonly string[] Checks = ["uniform", "badge", "sign", "tidy", "tone"];

    [Inject] private IPatrolList List { get; set; } = null!;

    [Inject] private AttachmentStore Store { get; set; } = null!;

    [Inject] private ViewFeeder Views { get; set; } = null!;

    private DateOnly Date { get; set; }

    private IReadOnlyList<Plan> Plans { get; set; } = [];

    private IReadOnlyList<PatrolRow> Made { get; set; } = [];

    private bool MaySign => Caller.Who is Who.Inspector or Who.Leader or Who.SpotChecker or Who.Manager;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Date = AskedDay("date") ?? Today;
        Read();
    }

    private void Read()
    {
        var all = List.Find(Time.StartOf(Date), Time.StartOf(Date.AddDays(1)), null, PatrolsMax).Items;
        Made =
        [
            .. all.Where(patrol => Caller.Covers(patrol.Subject, Organisation)
                && IsAsked(PatrolPlan.HallOf(patrol.Subject, Organisation))),
        ];
        Plans =
        [
            .. Halls.Where(hall => IsAsked(hall.Id))
                .Select(hall => new Plan(hall, PatrolPlan.Of(hall.Id, Date, all, Now)))
                .Where(plan => !plan.Slots.IsEmpty),
        ];
    }

    private async Task SignAsync()
    {
        var subject = Sent("subject");
        if (!MaySign || !Kinds.Contains(Sent("kind")) || !Caller.Covers(subject, Organisation)
            || Checks.Any(check => Sent(check) is not ("good" or "bad")))
        {
            Faults = [Words.Of("patrols.incomplete")];
            return;
        }

        var words = Sent("words").Trim();
        string[] bad = [.. Checks.Where(check => Sent(check) == "bad").Select(FindingOf)];
        if (words.Length > WordsMax || bad.Length > 0 && words.Length == 0)
        {
            Faults = [Words.Of("patrols.sayWhat", WordsMax)];
            return;
        }

        if (await TakePhotosAsync() is not { } photos)
        {
            return;
        }

        var now = Engine.Now;
        var fact = new Fact("/pages/patrols", CommandId, subject, now, new PatrolRecorded
        {
            Kind = Sent("kind"),
            Inspector = Person.Staff ?? Person.Name,
            Findings = bad.Length > 0 ? [.. bad, words] : null,
            SignedAt = now,
            Photos = photos.Count > 0 ? photos : null,
            Extra = words.Length > 0 ? new() { ["words"] = JsonSerializer.SerializeToElement(words) } : null,
        });
        await Engine.SubmitAsync([fact], Patience.Fail, Context.RequestAborted);
        await Views.ReachAsync(
            Context.RequestServices.GetRequiredService<IJournal>().Head.Sequence, Context.RequestAborted);
        Done = Words.Of("patrols.signed", PlaceOf(subject), Time.Minute(now));
        Now = Now with { Now = Engine.Now };
        Read();
    }

    /// <summary>The photos of the form, durable; null when one was refused, with the reason in the faults.</summary>
    private async Task<IReadOnlyList<Attachment>?> TakePhotosAsync()
    {
        IFormFile[] sent = [.. Context.Request.Form.Files.GetFiles("photos").Where(file => file.Length > 0)];
        if (sent.Length > Attachment.PerStepMax)
        {
            Faults = [TextOf(AttachmentRefusals.TooMany)];
            return null;
        }

        List<Attachment> photos = [];
        foreach (var file in sent)
        {
            await using var content = file.OpenReadStream();
            var (taken, refusal) = await Store.TakeAsync(content, file.FileName, Context.RequestAborted);
            if (taken is null || !taken.Type.StartsWith("image/", StringComparison.Ordinal))
            {
                Faults = [refusal is null ? Words.Of("patrols.notAPhoto", file.FileName) : TextOf(refusal)];
                return null; // what was taken is named by nothing and swept away
            }

            photos.Add(taken);
        }

        return photos;
    }

    /// <summary>What the fact says of a point that is not good, in Chinese whatever the reader's language.</summary>
    private static string FindingOf(string check) => Words.In(
        Words.Chinese, $"patrolCheck.{check}") + Words.In(Words.Chinese, "patrols.bad");

    private static string PhotoOf(PatrolRow patrol, Attachment photo) => $"/patrols/{patrol.Id}/photos/{photo.Hash}";

    private string Download(string format) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(
        "/patrols/download", new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["date"] = Text(Date),
            ["hall"] = Asked("hall"),
            ["format"] = format,
        }.Where(pair => pair.Value is not null));

    private bool IsAsked(string? hall) => Asked("hall") is not { } asked || asked == hall;

    private string PlaceOf(string subject) => Organisation.Windows.TryGetValue(subject, out var post)
        ? $"{Names.Hall(post.Hall)} · {post.Name} {subject}"
        : Names.Hall(subject);

    private IEnumerable<WindowPost> WindowsOf(string hall) => Organisation.Windows.Values
        .Where(post => post.Hall == hall && Sees(post)).OrderBy(post => post.Id, StringComparer.Ordinal);

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Name(PatrolSlotState state) => state.ToString().ToLowerInvariant();

    private static string Icon(PatrolSlotState state) => state switch
    {
        PatrolSlotState.Done => "bi-check-circle-fill",
        PatrolSlotState.Missed => "bi-x-circle-fill",
        PatrolSlotState.Due => "bi-hourglass-split",
        _ => "bi-clock",
    };

    /// <summary>A hall's day.</summary>
    private sealed record Plan(Hall Hall, ImmutableArray<PlannedPatrol> Slots);
}
