using System.Collections.Frozen;
using Supervision.Core.Calendars;

namespace Supervision.Silo.Notifications.Stages;

/// <summary>What the stages make of one notice for one channel.</summary>
/// <param name="At">When it goes out; from then on a channel's message takes no more notices.</param>
/// <param name="OpenUntil">Until when others may join its message, exclusive.</param>
/// <param name="Joins">The message it joins; null opens one.</param>
/// <param name="IsDigest">Whether its message is what is above the cap.</param>
/// <param name="Dropped">Why it goes out over this channel in no message at all; null means that it does.</param>
internal sealed record Plan(
    Notice Notice, ChannelKind Channel, DateTimeOffset At, DateTimeOffset OpenUntil, string? Joins = null,
    bool IsDigest = false, string? Dropped = null)
{
    /// <summary>Whether no further stage has a say.</summary>
    public bool IsSettled => Joins is not null || Dropped is not null;
}

/// <summary>What a stage may look at.</summary>
internal sealed record PlanContext(
    DateTimeOffset Now, NotificationOptions Options, FrozenSet<NoticeKind> Urgent, ReceiverSettings Settings,
    WorkCalendar Calendar, IMessages Messages)
{
    public bool IsUrgent(Plan plan) => Urgent.Contains(plan.Notice.Happening.Kind);
}

/// <summary>One step of the pipeline: small, without a state of its own.</summary>
internal interface IStage
{
    Plan Apply(Plan plan, PlanContext context);
}

/// <summary>The messages there are already.</summary>
internal interface IMessages
{
    /// <summary>Whether a notice goes out over a channel already.</summary>
    bool Carries(string notice, ChannelKind channel);

    /// <summary>A message that takes one more notice and goes out no later than <paramref name="atLatest"/>.</summary>
    string? Open(
        string receiver, ChannelKind channel, string? group, DateTimeOffset now, DateTimeOffset? atLatest);

    /// <summary>Messages planned after one instant and up to another without digests, and the first of them.</summary>
    (long Count, DateTimeOffset? First) Planned(
        string receiver, ChannelKind channel, DateTimeOffset after, DateTimeOffset until);
}
