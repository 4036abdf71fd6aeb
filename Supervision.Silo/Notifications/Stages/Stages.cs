using System.Collections.Immutable;
using Supervision.Core.Calendars;

namespace Supervision.Silo.Notifications.Stages;

/// <summary>The stages in their order.</summary>
internal static class Pipeline
{
    private static readonly ImmutableArray<IStage> Stages =
        [new MuteStage(), new GroupStage(), new DuplicateStage(), new WorkingHoursStage(), new CapStage()];

    /// <summary>Plans one notice for one channel.</summary>
    public static Plan Run(Notice notice, ChannelKind channel, PlanContext context)
    {
        var at = channel == ChannelKind.Inbox ? context.Now : context.Now + context.Options.GroupWindow;
        return Stages.Aggregate(
            new Plan(notice, channel, at, context.Now + context.Options.GroupWindow),
            (plan, stage) => plan.IsSettled && stage is not DuplicateStage ? plan : stage.Apply(plan, context));
    }
}

/// <summary>Drops what the receiver does not want, unless it is urgent, and channels not wanted.</summary>
internal sealed class MuteStage : IStage
{
    public Plan Apply(Plan plan, PlanContext context)
    {
        var (settings, kind) = (context.Settings, plan.Notice.Happening.Kind);
        return plan.Channel != ChannelKind.Inbox && !settings.Channels.Contains(plan.Channel)
            ? plan with { Dropped = "channel" }
            : settings.Mutes.Contains(kind) && !context.IsUrgent(plan)
                ? plan with { Dropped = "muted" }
                : plan;
    }
}

/// <summary>Joins what was told of the same cause and unit a moment ago, unless that would make it later.</summary>
internal sealed class GroupStage : IStage
{
    public Plan Apply(Plan plan, PlanContext context)
    {
        DateTimeOffset? atLatest = context.IsUrgent(plan) ? plan.At : null;
        return plan with
        {
            Joins = context.Messages.Open(
                plan.Notice.Receiver.Id, plan.Channel, plan.Notice.Happening.Group, context.Now, atLatest),
        };
    }
}

/// <summary>Drops what goes out already: the journal may be read twice.</summary>
internal sealed class DuplicateStage : IStage
{
    public Plan Apply(Plan plan, PlanContext context) =>
        plan.Dropped is null && context.Messages.Carries(plan.Notice.Id, plan.Channel)
            ? plan with { Dropped = "known" }
            : plan;
}

/// <summary>Lets wait for the receiver's next office hours what is not urgent; the inbox never waits.</summary>
internal sealed class WorkingHoursStage : IStage
{
    public Plan Apply(Plan plan, PlanContext context)
    {
        if (plan.Channel == ChannelKind.Inbox)
        {
            return plan;
        }

        var at = context.IsUrgent(plan) ? plan.At : NextOpen(context.Calendar, plan.At);
        return plan with { At = at, OpenUntil = at };
    }

    /// <summary>The instant itself in office hours, else the next opening.</summary>
    public static DateTimeOffset NextOpen(WorkCalendar calendar, DateTimeOffset at)
    {
        var next = calendar.AddOfficeTime(at, TimeSpan.FromTicks(1)).AddTicks(-1);
        return next > at ? next : at;
    }
}

/// <summary>Puts what is above the cap of an hour into one digest, which goes out when the hour is over.</summary>
internal sealed class CapStage : IStage
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public Plan Apply(Plan plan, PlanContext context)
    {
        var (receiver, isInbox) = (plan.Notice.Receiver.Id, plan.Channel == ChannelKind.Inbox);
        var (count, first) = context.Messages.Planned(receiver, plan.Channel, plan.At - Hour, plan.At);
        if (count < (isInbox ? context.Options.InboxPerHourMax : context.Options.PerHourMax))
        {
            return plan;
        }

        var over = first!.Value + Hour;
        DateTimeOffset? atLatest = context.IsUrgent(plan) && !isInbox ? over : null;
        var open = context.Messages.Open(receiver, plan.Channel, group: null, context.Now, atLatest);
        var at = isInbox ? plan.At
            : context.IsUrgent(plan) ? over
            : WorkingHoursStage.NextOpen(context.Calendar, over);
        return plan with { IsDigest = true, Joins = open, At = at, OpenUntil = isInbox ? over : at };
    }
}
