using Microsoft.AspNetCore.Components;
using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Core.Windows;
using Supervision.Silo.Auditing;
using Supervision.Silo.Views;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Halls;

/// <summary>One window: how its day went and why, who belongs there, and the days before.</summary>
public partial class WindowPage
{
    private const int FindingsShown = 20;

    /// <summary>Window, by id.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private IWindowList Windows { get; set; } = null!;

    [Inject] private IRatingList Ratings { get; set; } = null!;

    [Inject] private AlertList Alerts { get; set; } = null!;

    private WindowPost? Post { get; set; }

    private WindowRow? Row { get; set; }

    private Rate Satisfaction { get; set; }

    private IReadOnlyList<WindowCourse> Courses { get; set; } = [];

    private IReadOnlyList<AlertRow> Findings { get; set; } = [];

    private IReadOnlyList<WindowLine> History { get; set; } = [];

    private string Hours { get; set; } = "";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Post = Organisation.Windows.GetValueOrDefault(Id) is { } post && Sees(post) ? post : null;
        if (Post is null)
        {
            NotFound();
            return;
        }

        Audit.Write(Context, AuditKind.StaffRead, Id);
        var file = await Windows.OpenAsync(Id, Context.RequestAborted);
        Row = Caller.Shown(file?.Window ?? HallMap.Unheard(Post));
        History = file is null ? [] : Caller.Shown(file).History;
        var snapshot = await Engine.ReadAsync(new StreamId(EntityKind.Window, Id), Context.RequestAborted);
        Courses = snapshot?.State is WindowState state ? WindowCourses.Of(state, Now) : [];
        var hours = WindowCourses.HoursOf(Id, Today, Now);
        Hours = hours.IsEmpty
            ? Words.Of("window.closedToday")
            : string.Join(' ', hours.Select(part => $"{Clock(part.From)}–{Clock(part.To)}"));

        // A finding about one rating names its hour: it is not for those who may have been rated.
        Findings =
        [
            .. Alerts.OfSubject(Id).Reverse()
                .Where(alert => !Caller.IsRated() || !alert.IsOfRating)
                .Take(FindingsShown),
        ];
        var last = Caller.LastRatedDay(Today);
        Satisfaction = Caller.Shown(Ratings.Satisfaction(RatingSide.Window, new RatingQuery(
            Window: Id, From: last.AddDays(1 - UsualDays), To: last))).FirstOrDefault()?.Satisfied ?? default;
    }

    private string PeopleOf(IEnumerable<string> staff) =>
        string.Join('、', staff.Select(Names.Staff)) is { Length: > 0 } names ? names : "—";

    private static string ChangeOf(WindowLine line) => Words.Has($"windowChange.{line.Change}")
        ? Words.Of($"windowChange.{line.Change}")
        : Words.Has($"window.{line.Change}") ? Words.Of($"window.{line.Change}") : Words.OfCode("fact", line.Change);

    private string DetailOf(WindowLine line) => line switch
    {
        { Detail: null } => "",
        { Change: "punch" } => line.Detail.Split(' ') is [var who, var way]
            ? $"{Names.Staff(who)} {Words.Of($"punch.{way}")}" : line.Detail,
        { Change: "leave" } => Names.Staff(line.Detail),
        { Change: "raised" or "revoked" or "restored" } => Words.OfCode("code", line.Detail),
        _ => line.Detail,
    };
}
