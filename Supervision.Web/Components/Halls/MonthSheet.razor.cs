using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Core.Staff;
using Supervision.Silo.Auditing;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Halls;

/// <summary>A month of somebody's attendance, with the punches of the days whose punches are still kept.</summary>
public partial class MonthSheet
{
    private const int DaysMax = 31;

    /// <summary>Member of staff, by id.</summary>
    [Parameter] public string Staff { get; set; } = "";

    [Inject] private IAttendanceList List { get; set; } = null!;

    private bool IsShown { get; set; }

    private DateOnly First { get; set; }

    private IReadOnlyDictionary<DateOnly, AttendanceRow> Days { get; set; } =
        new Dictionary<DateOnly, AttendanceRow>();

    private StaffState? Kept { get; set; }

    private IReadOnlyList<(string Status, long Count)> Totals { get; set; } = [];

    /// <summary>Empty places before the first, so that weeks begin on Monday.</summary>
    private int Blanks => ((int)First.DayOfWeek + 6) % 7;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var member = Organisation.Staff.GetValueOrDefault(Staff);
        var isOwn = Person.Staff == Staff;
        IsShown = member is not null && Caller.MaySeeAttendance(Staff)
            && (isOwn || Sees(member.Hall, member.Department, null) || Organisation.PostsOf(Staff).Any(Sees));
        if (!IsShown)
        {
            NotFound();
            return;
        }

        First = DayOf(Asked("month") + "-01") ?? new DateOnly(Today.Year, Today.Month, 1);
        Audit.Write(Context, AuditKind.StaffRead, Staff, First.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        var query = new AttendanceQuery(First, First.AddMonths(1).AddDays(-1), Staff, Limit: DaysMax);
        Days = List.Find(query).Items.ToDictionary(row => row.Date);
        var totals = List.Totals(query);
        Totals =
        [
            ("present", totals.Present), ("late", totals.Late), ("early", totals.Early), ("absent", totals.Absent),
            ("leave", totals.Leave),
        ];
        var stream = new StreamId(EntityKind.Staff, Staff);
        Kept = (await Engine.ReadAsync(stream, Context.RequestAborted))?.State as StaffState;
    }

    private bool IsWorked(DateOnly day) =>
        Now.Calendars.Of(Organisation.Staff[Staff].Hall).IsWorkingDay(day);

    private string PunchesOf(DateOnly day) => string.Join(' ', Kept?.Days
        .FirstOrDefault(known => known.Date == day)?.Punches
        .Select(punch => (punch.Inwards ? "↓" : "↑") + Clock(punch.Second)) ?? []);

    private string Address(DateOnly month) =>
        $"/attendance/{Uri.EscapeDataString(Staff)}?month={month.ToString("yyyy-MM", CultureInfo.InvariantCulture)}";
}
