using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Presence;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Core.Windows;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Windows;

/// <summary>When a window is staffed (domain.md section 7). W01 has the holder U1 and the substitute U2.</summary>
public class WindowPresenceTests
{
    private int notes;

    [Fact]
    public void Window_UnstaffedForLongerThanTheLimit_IsFoundOnTheSecond()
    {
        var story = Story().Fact("2026-11-20 08:55", Opened("U1")).Fact("2026-11-20 10:00", new WindowClosed());
        Assert.Equal("", Standing(story.Run("2026-11-20 10:15")));
        Assert.Equal(WindowStatus.Unstaffed, story.State.Row!.State);
        Assert.Equal("window.unstaffed:2026-11-20:1 11-20 10:15", Standing(story.Run("2026-11-20 10:15:01")));
    }

    [Fact]
    public void Punches_OfAHolder_StaffTheWindow_AndLateOnesWithdraw()
    {
        var story = Story().Fact("2026-11-19 08:55", Opened("U1")).Fact("2026-11-19 17:00", new WindowClosed());
        story.Run("2026-11-20 18:00");
        Assert.Equal(
            "window.unstaffed:2026-11-20:1 11-20 09:15, window.unstaffed:2026-11-20:2 11-20 13:45", Standing(story));
        Note(story, "2026-11-20 08:58", SignalKind.In, "U1");
        Assert.Equal("", Standing(story));
        Note(story, "2026-11-20 15:00", SignalKind.Out, "U1");
        Assert.Equal("window.unstaffed:2026-11-20:2 11-20 15:15", Standing(story));
    }

    [Fact]
    public void Leave_OfTheHolder_WithTheSubstituteThere_IsNothing()
    {
        var story = Story().Fact("2026-11-19 08:55", Opened("U1")).Fact("2026-11-19 17:00", new WindowClosed());
        Leave(story, "U1");
        Note(story, "2026-11-20 08:50", SignalKind.In, "U2");
        Assert.Equal("", Standing(story.Run("2026-11-20 18:00")));
        Assert.Equal(["U2"], story.State.Days[^1].Signals.Select(signal => signal.Who));
    }

    [Fact]
    public void Leave_OfHolderAndSubstitute_LeavesTheWindowUnstaffed()
    {
        var story = Story().Fact("2026-11-19 08:55", Opened("U1")).Fact("2026-11-19 17:00", new WindowClosed());
        Leave(story, "U1");
        Leave(story, "U2");
        Note(story, "2026-11-20 08:50", SignalKind.In, "U2"); // there, but on leave
        story.Run("2026-11-20 18:00");
        Assert.Contains("window.unstaffed:2026-11-20:1", Standing(story), StringComparison.Ordinal);
    }

    [Fact]
    public void Leave_ToldWhenItsDayIsOver_ChangesWhatWasFoundThere()
    {
        var story = Story().Fact("2026-11-20 08:55", Opened("U1")).Fact("2026-11-20 17:00", new WindowClosed());
        Assert.Equal("", Standing(story.Run("2026-11-21 10:00").Recompute()));
        Leave(story, "U1");
        Assert.Equal(
            "window.unstaffed:2026-11-20:1 11-20 09:15, window.unstaffed:2026-11-20:2 11-20 13:45", Standing(story));
    }

    [Fact]
    public void Stranger_AtTheWindow_DoesNotStaffIt()
    {
        var story = Story().Fact("2026-11-20 08:55", Opened("U4")).Run("2026-11-20 09:30");
        Assert.Contains("window.unstaffed:2026-11-20:1", Standing(story), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10:00", "10:30", "")]
    [InlineData("10:00", "10:45", "")]
    [InlineData("10:00", "10:45:01", "window.unstaffed:2026-11-20:1 11-20 10:45")]
    public void Pause_ExcusesAsLongAsItMayLast(string from, string to, string expected)
    {
        var story = Story().Fact("2026-11-20 08:55", Opened("U1"))
            .Fact($"2026-11-20 {from}", new WindowPaused { Reason = "会议" });
        Assert.Equal(WindowStatus.Paused, story.State.Row!.State);
        story.Fact($"2026-11-20 {to}", new WindowResumed { Staff = ["U1"] }).Run("2026-11-20 12:30");
        Assert.Equal(expected, Standing(story));
    }

    [Fact]
    public void Pauses_OfADay_ExcuseNoMoreThanTheirSum()
    {
        var story = Story().Fact("2026-11-20 08:55", Opened("U1"));
        foreach (var hour in (string[])["09", "10", "11"])
        {
            story.Fact($"2026-11-20 {hour}:00", new WindowPaused()).Fact($"2026-11-20 {hour}:30", Resumed());
        }

        Assert.Equal("window.unstaffed:2026-11-20:1 11-20 11:15", Standing(story.Run("2026-11-20 12:30")));
    }

    [Fact]
    public void TwoStaff_OnOneWindow_OneMayGo()
    {
        var story = Story().Fact("2026-11-20 08:55", Opened("U1", "U2"));
        Note(story, "2026-11-20 10:00", SignalKind.Out, "U1");
        Assert.Equal(["U2"], story.Run("2026-11-20 10:30").State.Row!.Present);
        Assert.Equal("", Standing(story));
        Note(story, "2026-11-20 10:31", SignalKind.Out, "U2");
        Assert.Equal("window.unstaffed:2026-11-20:1 11-20 10:46", Standing(story.Run("2026-11-20 11:30")));
    }

    [Fact]
    public void Activity_ProvesPresenceAtThatMoment()
    {
        var story = Story().Fact("2026-11-20 08:00", new WindowClosed()); // its terminal works
        for (var minute = 0; minute <= 180; minute += 15)
        {
            story.Take(
                new Fact("/q", $"{minute}", "W01", ClockSamples.At("2026-11-20 09:00").AddMinutes(minute),
                    new QueueServed { Ticket = $"A{minute:000}" }),
                ClockSamples.At("2026-11-20 09:00").AddMinutes(minute));
        }

        Assert.Equal("", Standing(story.Run("2026-11-20 13:00")));
        Assert.Equal(13, story.State.Row!.Served);
    }

    [Fact]
    public void Window_OfWhichNothingTellsWhoIsThere_IsNotJudged()
    {
        var story = Story().Fact("2026-11-20 10:00", new QueueServed { Ticket = "A1" }).Run("2026-11-25 18:00");
        Assert.Equal("", Standing(story));
        Note(story, "2026-11-26 10:00", SignalKind.Case, null);
        Assert.Equal(WindowStatus.Unknown, story.State.Row!.State);
        story.Late("2026-11-20 11:00", "2026-11-26 10:01", new WindowClosed());
        Assert.Contains("window.unstaffed:2026-11-25:1", Standing(story), StringComparison.Ordinal);
    }

    [Fact]
    public void TimedWindow_RaisesNothingOutsideItsOwnHours_AndNothingWithoutATimetable()
    {
        var without = Timed("");
        Assert.Equal("", Standing(Worked(without).Run("2026-11-20 18:00")));
        Assert.Equal(WindowStatus.Closed, without.State.Row!.State);

        // Fridays from 14:00 to 16:00; 2026-11-19 is a Thursday.
        var timed = Timed("""
            "timetables": {"timed": {"hours": [{"from": "14:00", "to": "16:00"}], "weekdays": [5]}},
            """);
        Assert.Equal("", Standing(Worked(timed).Run("2026-11-20 14:15")));
        Assert.Equal("window.unstaffed:2026-11-20:1 11-20 14:15", Standing(timed.Run("2026-11-20 18:00")));

        static EntityStory<WindowState> Worked(EntityStory<WindowState> story) =>
            story.Fact("2026-11-19 09:00", Opened("U1")).Fact("2026-11-19 10:00", new WindowClosed());
    }

    [Fact]
    public void Queue_IsCheckedAgainstServiceAndCases_OnceTheDayIsOver()
    {
        var story = Story().Fact("2026-11-20 08:55", Opened("U1"));
        for (var i = 0; i < 6; i++)
        {
            var at = $"2026-11-20 1{i % 2}:{10 + i * 5:00}";
            story.Fact("2026-11-20 09:10", new QueueIssued { Ticket = $"A{i}" });
            story.Late(at, "2026-11-20 12:00", new QueueCalled { Ticket = $"A{i}" });
            if (i > 0) story.Late(at, "2026-11-20 12:00", new QueueServed { Ticket = $"A{i}" });
        }

        Note(story, "2026-11-20 16:00", SignalKind.Case, null);
        story.Fact("2026-11-20 17:00", new WindowClosed());
        Assert.Equal("", Standing(story.Run("2026-11-20 17:15")));
        Assert.Equal(
            "queue.calledNotServed:2026-11-20 11-20 17:00, queue.servedWithoutCase:2026-11-20 11-20 17:00",
            Standing(story.Run("2026-11-20 17:16")));
        story.Late("2026-11-20 10:20", "2026-11-20 18:00", new QueueAbandoned { Ticket = "A0" });
        Assert.Equal("queue.servedWithoutCase:2026-11-20 11-20 17:00", Standing(story));
    }

    [Fact]
    public void Queue_IsWhoeverWasNotCalledYet()
    {
        var story = Story().Fact("2026-11-20 09:00", new QueueIssued { Ticket = "A1" })
            .Fact("2026-11-20 09:01", new QueueIssued { Ticket = "A2" })
            .Fact("2026-11-20 09:02", new QueueIssued { Ticket = "A3" })
            .Fact("2026-11-20 09:03", new QueueCalled { Ticket = "A1" })
            .Fact("2026-11-20 09:04", new QueueAbandoned { Ticket = "A3" });
        Assert.Equal(1, story.State.Row!.Queue);
        Assert.Equal(0, story.Run("2026-11-23 09:00").State.Row!.Queue); // nobody waits over the week-end
    }

    [Fact]
    public void Years_KeepTheStateBounded()
    {
        var story = Story();
        var day = ClockSamples.At("2023-01-03 08:55");
        for (var i = 0; i < 700; i++, day = day.AddDays(1))
        {
            story.Take(new Fact("/t", $"{i}-o", "W01", day, Opened("U1")), day);
            for (var ticket = 0; ticket < 5; ticket++)
            {
                var at = day.AddMinutes(20 + ticket * 20);
                story.Take(new Fact("/t", $"{i}-{ticket}", "W01", at, new QueueServed { Ticket = $"A{ticket}" }), at);
                story.Take(new Fact("/t", $"{i}-{ticket}r", "W01", at, new RatingGiven { Score = 5 }), at);
            }
        }

        Assert.Equal(WindowState.DaysKept, story.State.Days.Length);
        Assert.InRange(story.Stored.Length, 10_000, 80_000);
        Assert.Equal(700 * 5, story.State.Folded.Served + story.State.Days.Sum(one => one.Tickets.Length));
        Assert.True(story.State.Alerts.Length < 20);
    }

    private static EntityStory<WindowState> Story() => new(EntityKind.Window, "W01");

    private static EntityStory<WindowState> Timed(string timetables) => new(
        EntityKind.Window, "W01", RuleBookReader.Read(TestRules.Json
            .Replace("\"findings\":", timetables + "\"findings\":", StringComparison.Ordinal)
            .Replace("\"kind\": \"independent\"", "\"kind\": \"timed\"", StringComparison.Ordinal)));

    private static WindowOpened Opened(params string[] staff) => new() { Staff = staff };

    private static WindowResumed Resumed() => new() { Staff = ["U1"] };

    private void Note(EntityStory<WindowState> story, string at, SignalKind kind, string? who)
    {
        var instant = ClockSamples.At(at);
        story.Do(
            instant > story.Now ? instant : story.Now,
            new NoteSignal(instant, kind, who) { Source = "/t", Id = $"{++notes}" });
    }

    private void Leave(EntityStory<WindowState> story, string who)
    {
        var (from, to) = (ClockSamples.At("2026-11-20 00:00"), ClockSamples.At("2026-11-21 00:00"));
        var statement = new LeaveStatement(who, from, to, true, story.Now, 1, null, null);
        story.Do(story.Now, new NoteLeave(statement) { Source = "/t", Id = $"{++notes}" });
    }

    private static string Standing(EntityStory<WindowState> story) =>
        EntityStory<WindowState>.Standing(story.State.Alerts);
}
