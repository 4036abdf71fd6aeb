using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.People;
using Supervision.Core.Staff;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Staff;

/// <summary>Leave: request, approve or refuse, cancel; what is approved joins attendance.</summary>
public class LeaveTests
{
    private static readonly Actor Clerk = new("U1", "张一", Role.Clerk, "W01", "U1");
    private static readonly Actor Manager = new("M1", "王经理", Role.Manager, "H1");

    [Fact]
    public void Leave_Approved_JoinsAttendance_AndCancelled_LeavesIt()
    {
        var story = Story().Do("2026-11-19 10:00", Request("2026-11-20 00:00", "2026-11-21 00:00"));
        story.Run("2026-11-20 10:00");
        Assert.Equal("Absent Due", Statuses(story));
        story.Do("2026-11-20 10:01", new DecideLeave("U1-1", true, "同意", Manager) { Source = "/t", Id = "2" });
        Assert.Equal("Leave Leave", Statuses(story));
        Assert.Equal("", EntityStory<StaffState>.Standing(story.State.Alerts));
        story.Do("2026-11-20 10:02", new CancelLeave("U1-1", null, Clerk) { Source = "/t", Id = "3" });
        Assert.Equal("Absent Due", Statuses(story));
        Assert.Contains("U1-1", string.Join(' ', story.Events), StringComparison.Ordinal);
        Assert.NotEmpty(story.Stored);
    }

    [Theory]
    [InlineData("2026-11-20 00:00", "2026-11-20 00:00", null, "leave.span")]
    [InlineData("2026-11-20 00:00", "2028-11-20 00:00", null, "leave.span")]
    [InlineData("2026-12-01 00:00", "2026-12-03 00:00", null, "leave.overlaps")]
    [InlineData("2026-11-20 00:00", "2026-11-21 00:00", "U1", "leave.substitute")]
    [InlineData("2026-11-20 00:00", "2026-11-21 00:00", "U77", "leave.substitute")]
    [InlineData("2026-12-02 00:00", "2026-12-03 00:00", "U2", null)]
    public void Request_IsTakenOrRefusedWithAReason(string from, string to, string? substitute, string? code)
    {
        var story = Story().Do("2026-11-19 10:00", Request("2026-12-01 00:00", "2026-12-02 00:00"))
            .Do("2026-11-19 10:01", Request(from, to) with { Substitute = substitute, Id = "2" });
        Assert.Equal(code, story.Refusal?.Code);
    }

    [Fact]
    public void Request_IsNotDecidedByWhoMadeIt_NorTwice()
    {
        var story = Story().Do("2026-11-19 10:00", Request("2026-12-01 00:00", "2026-12-02 00:00"));
        story.Do("2026-11-19 10:01", new DecideLeave("U1-1", true, null, Clerk) { Source = "/t", Id = "2" });
        Assert.Equal("leave.own", story.Refusal?.Code);
        story.Do("2026-11-19 10:02", new DecideLeave("U1-1", false, null, Manager) { Source = "/t", Id = "3" });
        Assert.Null(story.Refusal);
        story.Do("2026-11-19 10:03", new DecideLeave("U1-1", true, null, Manager) { Source = "/t", Id = "4" });
        Assert.Equal("leave.closed", story.Refusal?.Code);
    }

    /// <summary>U1 belongs to hall H1 and department D1, and holds window W01.</summary>
    [Theory]
    [InlineData(Role.Clerk, "H1", "U1", "ask cancel")]
    [InlineData(Role.Clerk, "H1", "U2", "")]
    [InlineData(Role.Clerk, "H1", null, "")]
    [InlineData(Role.Manager, "H1", null, "ask decide cancel")]
    [InlineData(Role.Manager, "D1", null, "ask decide cancel")]
    [InlineData(Role.Manager, "W01", null, "ask decide cancel")]
    [InlineData(Role.Manager, "W02", null, "")]
    [InlineData(Role.Manager, "T1", null, "")]
    [InlineData(Role.Manager, "D2", null, "")]
    [InlineData(Role.Manager, "H1", "U1", "ask cancel")]
    [InlineData(Role.Leader, null, null, "ask decide cancel")]
    [InlineData(Role.Leader, "T1", null, "")]
    [InlineData(Role.Inspector, null, null, "")]
    [InlineData(Role.SpotChecker, null, null, "")]
    [InlineData(Role.Auditor, null, null, "")]
    [InlineData(Role.Admin, null, null, "")]
    public void Leave_IsAskedForDecidedAndCancelled_ByThePersonAndTheirManagersAlone(
        Role role, string? organisation, string? staff, string allowed)
    {
        var by = new Actor("X", "某人", role, organisation, staff);
        List<string> may = [];
        Try("ask", Story(), Request("2026-12-01 00:00", "2026-12-02 00:00") with { By = by });
        Try("decide", Asked(), new DecideLeave("U1-1", true, null, by) { Source = "/t", Id = "9" });
        Try("cancel", Asked(), new CancelLeave("U1-1", null, by) { Source = "/t", Id = "9" });
        Assert.Equal(allowed, string.Join(' ', may));

        void Try(string what, EntityStory<StaffState> story, Command command)
        {
            var before = story.Events.Count;
            story.Do("2026-11-19 11:00", command);
            if (story.Refusal is null)
            {
                may.Add(what);
            }
            else
            {
                Assert.True(story.Refusal.Code is "leave.notYours" or "leave.own", story.Refusal.Code);
                Assert.Equal(before, story.Events.Count);
            }
        }

        static EntityStory<StaffState> Asked() =>
            Story().Do("2026-11-19 10:00", Request("2026-12-01 00:00", "2026-12-02 00:00"));
    }

    private static EntityStory<StaffState> Story() => new EntityStory<StaffState>(EntityKind.Staff, "U1")
        .Fact("2026-11-19 08:50", new AttendancePunched { Direction = "in" });

    private static RequestLeave Request(string from, string to) => new(
        ClockSamples.At(from), ClockSamples.At(to), "年休假", null, Clerk)
    { Source = "/t", Id = "1" };

    private static string Statuses(EntityStory<StaffState> story) =>
        string.Join(' ', story.State.Days[^1].Row!.Halves.Select(half => half.Status));
}
