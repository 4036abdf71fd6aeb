using System.Collections.Immutable;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Silo.Notifications;
using Supervision.Silo.Notifications.Stages;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Notifications;

/// <summary>Each stage by itself, on Monday 2018-10-15 10:00 unless a test says otherwise.</summary>
public sealed class StageTests : IDisposable
{
    private readonly NotificationFile file = new(":memory:");
    private readonly NotificationOptions options = new() { PerHourMax = 2, InboxPerHourMax = 3 };
    private readonly MessageRows rows;
    private DateTimeOffset now = ClockSamples.At("2018-10-15 10:00");
    private ReceiverSettings settings = ReceiverSettings.Default with { Channels = [ChannelKind.Sms] };

    public StageTests() => rows = file.Read(database => new MessageRows(database));

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData(NoticeKind.Issued, ChannelKind.Sms, "muted")]
    [InlineData(NoticeKind.Issued, ChannelKind.Inbox, "muted")]
    [InlineData(NoticeKind.Climbed, ChannelKind.Sms, null)]
    [InlineData(NoticeKind.Ended, ChannelKind.Sms, null)]
    [InlineData(NoticeKind.Ended, ChannelKind.Mail, "channel")]
    [InlineData(NoticeKind.Ended, ChannelKind.Inbox, null)]
    internal void Mute_DropsWhatIsNotWantedExceptWhatIsUrgent(NoticeKind kind, ChannelKind channel, string? dropped)
    {
        settings = settings with { Mutes = [NoticeKind.Issued, NoticeKind.Climbed] };
        Assert.Equal(dropped, new MuteStage().Apply(Fresh(kind, channel), Context()).Dropped);
    }

    [Fact]
    public void Group_JoinsSameCauseAndUnitWithinTheWindowAlone()
    {
        var first = Kept(Fresh(cause: "a"));
        Assert.Equal(first, new GroupStage().Apply(Fresh(cause: "a"), Context()).Joins);
        Assert.Null(new GroupStage().Apply(Fresh(cause: "b"), Context()).Joins);
        Assert.Null(new GroupStage().Apply(Fresh(cause: "a", window: "W02"), Context()).Joins);
        Assert.Null(new GroupStage().Apply(Fresh(cause: "a", receiver: "U2"), Context()).Joins);
        Assert.Null(new GroupStage().Apply(Fresh(cause: "a", channel: ChannelKind.Mail), Context()).Joins);
        now += options.GroupWindow;
        Assert.Null(new GroupStage().Apply(Fresh(cause: "a"), Context()).Joins);
    }

    [Fact]
    public void Group_NeverMakesWhatIsUrgentLater()
    {
        now = ClockSamples.At("2018-10-15 20:00");
        var held = Kept(Fresh(cause: "a"));
        Assert.Equal(held, new GroupStage().Apply(Fresh(cause: "a"), Context()).Joins);
        Assert.Null(new GroupStage().Apply(Fresh(NoticeKind.Climbed, cause: "a"), Context()).Joins);
    }

    [Fact]
    public void Duplicate_DropsWhatIsCarriedOverThatChannel()
    {
        var plan = Fresh();
        Assert.Null(new DuplicateStage().Apply(plan, Context()).Dropped);
        Kept(plan);
        Assert.Equal("known", new DuplicateStage().Apply(plan, Context()).Dropped);
        Assert.Equal("known", new DuplicateStage().Apply(plan with { Joins = "another" }, Context()).Dropped);
        Assert.Null(new DuplicateStage().Apply(plan with { Channel = ChannelKind.Mail }, Context()).Dropped);
    }

    [Theory]
    [InlineData("2018-10-15 10:00", "2018-10-15 10:01")]
    [InlineData("2018-10-15 12:30", "2018-10-15 13:30")]
    [InlineData("2018-10-15 17:00", "2018-10-16 09:00")]
    [InlineData("2018-10-19 16:59", "2018-10-22 09:00")]
    [InlineData("2018-09-30 20:00", "2018-10-08 09:00")]
    public void WorkingHours_HoldWhatIsNotUrgentUntilTheOfficeOpens(string at, string expected)
    {
        now = ClockSamples.At(at);
        Assert.Equal(ClockSamples.At(expected), new WorkingHoursStage().Apply(Fresh(), Context()).At);
        Assert.Equal(
            now + options.GroupWindow, new WorkingHoursStage().Apply(Fresh(NoticeKind.Climbed), Context()).At);
        Assert.Equal(now, new WorkingHoursStage().Apply(Fresh(channel: ChannelKind.Inbox), Context()).At);
    }

    [Fact]
    public void Cap_PutsWhatIsAboveIntoOneDigestAnHourAfterTheFirst()
    {
        var due = now + options.GroupWindow;
        Kept(Fresh(cause: "a"));
        now += TimeSpan.FromMinutes(10);
        Kept(Fresh(cause: "b"));
        now += TimeSpan.FromMinutes(10);
        var digest = new CapStage().Apply(Fresh(cause: "c"), Context());
        Assert.Equal((true, due + TimeSpan.FromHours(1), null), (digest.IsDigest, digest.At, digest.Joins));
        var id = Kept(digest);
        now += TimeSpan.FromMinutes(30);
        Assert.Equal(id, new CapStage().Apply(Fresh(cause: "d"), Context()).Joins);
        Assert.False(new CapStage().Apply(Fresh(cause: "d", receiver: "U2"), Context()).IsDigest);
        now += TimeSpan.FromMinutes(10);
        Assert.False(new CapStage().Apply(Fresh(cause: "e"), Context()).IsDigest);
    }

    [Fact]
    public void Cap_OfUrgentNoticesAtNightDoesNotWaitForTheMorning()
    {
        now = ClockSamples.At("2018-10-15 20:00");
        var due = now + options.GroupWindow;
        Kept(Fresh(NoticeKind.Climbed, cause: "a"));
        Kept(Fresh(NoticeKind.Climbed, cause: "b"));
        var digest = new CapStage().Apply(Fresh(NoticeKind.Climbed, cause: "c"), Context());
        Assert.Equal((true, due + TimeSpan.FromHours(1)), (digest.IsDigest, digest.At));
    }

    private PlanContext Context() => new(
        now, options, options.UrgentSet, settings, ClockSamples.Calendar, rows);

    /// <summary>Runs the rest of the pipeline on a plan and writes it; tells its message.</summary>
    private string Kept(Plan plan)
    {
        var planned = plan.IsDigest ? plan : new CapStage().Apply(
            new WorkingHoursStage().Apply(plan, Context()), Context());
        file.Write(_ => rows.Apply(planned, now));
        return planned.Joins ?? MessageId.Of(plan.Notice.Id, Web.Components.Text.Spelling.Of(plan.Channel));
    }

    private int made;

    private Plan Fresh(
        NoticeKind kind = NoticeKind.Issued, ChannelKind channel = ChannelKind.Sms, string cause = "promised.red",
        string window = "W01", string receiver = "U1")
    {
        var happening = new Happening(
            $"{made++}", kind, now, cause, new OrderUnit("H1", "D1", window), "/orders/1",
            ImmutableSortedDictionary<string, string>.Empty, _ => true);
        var at = channel == ChannelKind.Inbox ? now : now + options.GroupWindow;
        return new Plan(
            Notice.Of(happening, new Actor(receiver, receiver, Role.Clerk, "W01")), channel, at,
            now + options.GroupWindow);
    }
}
