using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Rules;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.People;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Halls;

/// <summary>What the pages about halls, windows and the people in them have in common.</summary>
public abstract class HallPage : FormPage
{
    /// <summary>Figures over a while are of so many days unless the address says otherwise.</summary>
    protected const int UsualDays = 30;

    /// <summary>The newest rule book.</summary>
    [Inject] public IRuleShelf Rules { get; set; } = null!;

    /// <summary>Where people's commands go.</summary>
    [Inject] public IEngine Engine { get; set; } = null!;

    /// <summary>Names for identifiers.</summary>
    [Inject] public INames Names { get; set; } = null!;

    /// <summary>The hall's zone.</summary>
    [Inject] public HallTime Time { get; set; } = null!;

    /// <summary>Where readings of people are written down.</summary>
    [Inject] public AuditLog Audit { get; set; } = null!;

    /// <summary>Lines on a page.</summary>
    [Inject] public IOptions<PageOptions> Options { get; set; } = null!;

    internal Caller Caller => Identity.Caller.Of(Context);

    /// <summary>Halls, windows and people.</summary>
    protected Organisation Organisation => Rules.Current.Organisation;

    /// <summary>Now, the rules of now and the calendars.</summary>
    protected DecisionContext Now { get; set; }

    /// <summary>Today by the clocks of the halls.</summary>
    protected DateOnly Today { get; private set; }

    /// <summary>Halls the caller may see something of, by id.</summary>
    protected IReadOnlyList<Hall> Halls { get; private set; } = [];

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Now = Rules.ContextOf(null, Engine.Now);
        Today = Now.Calendars.Common.DateOf(Now.Now);
        var ofWindows = Caller.Scope is null
            ? []
            : Organisation.Windows.Values.Where(Sees).Select(post => post.Hall).ToHashSet(StringComparer.Ordinal);
        Halls =
        [
            .. Organisation.Halls.Values.Where(hall => Sees(hall.Id, null, null) || ofWindows.Contains(hall.Id))
                .OrderBy(hall => hall.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Halls to choose from.</summary>
    protected IEnumerable<(string Value, string Text)> HallChoices => Halls.Select(hall => (hall.Id, hall.Name));

    /// <summary>Whether the caller may see something of a place.</summary>
    protected bool Sees(string? hall, string? department, string? window) =>
        Caller.Scope?.Covers(hall, department, window) != false;

    /// <summary>Whether the caller may see a window.</summary>
    protected bool Sees(WindowPost post) => Sees(post.Hall, post.Department, post.Id);

    /// <summary>A day of the address; null when it is missing or no day.</summary>
    protected DateOnly? AskedDay(string field) => DayOf(Asked(field));

    /// <summary>A day as addresses write it.</summary>
    protected static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads a day; null when it is none from 1990 to 2100.</summary>
    internal static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 1990 and <= 2100 ? day : null;

    /// <summary>A second of the day as people write it.</summary>
    protected static string Clock(int second) =>
        TimeSpan.FromSeconds(second).ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    /// <summary>Answers that there is no such thing.</summary>
    protected void NotFound() => Context.Response.OnStarting(() =>
    {
        Context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    /// <summary>A refusal in the words of the page; those of the decider where the page has none.</summary>
    protected static string TextOf(Refusal refusal) => Words.Has($"refusal.{refusal.Code}")
        ? $"{Words.Of($"refusal.{refusal.Code}")} {Words.Beside($"refusal.{refusal.Code}")}"
        : $"{refusal.Why} {refusal.Remedy}";

    /// <summary>The number of a command that a form sends: sent twice, it is carried out once.</summary>
    protected string CommandId => $"{Person.Id}:{Sent("key")}";

    /// <summary>A number for the forms of this page.</summary>
    protected string FormKey { get; } = Guid.NewGuid().ToString("N");
}
