using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Entities;

namespace Supervision.Core.Scores;

/// <summary>
/// The rules of a month: it is closed once, when it is over. What becomes known later leads to a new version with a
/// reason, never to another reading of the old one; the scheme of the first version holds for all.
/// </summary>
public sealed class MonthDecider : IDecider
{
    /// <summary>The stream of a month.</summary>
    public static StreamId StreamOf(Period period) => new(EntityKind.Month, period.ToString());

    /// <inheritdoc />
    public EntityState Initial(string key) => new MonthState { Month = key };

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(
        EntityState state, EntityInput input, DecisionContext context) => input switch
        {
            Tick or Recompute => [],
            _ => throw new UnreachableException(input.GetType().Name),
        };

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        var month = (MonthState)state;
        if (command is not CloseMonth close || Period.Parse(month.Month) is not { } period)
        {
            return Decision.Refused("command.unknown", "A month knows no such command.", "Close it.");
        }

        var current = Period.Of(context.Now, context.Calendars.Common);
        if (period >= current)
        {
            return period > current
                ? Decision.Refused("month.future", $"{period} has not begun.", "Close it once it is over.")
                : Decision.Refused("month.open", $"{period} is not over.", $"Close it from {period.Plus(1).First} on.");
        }

        return close.Figures.Units.IsEmpty
            ? Decision.Refused("month.empty", $"Nothing is known about {period}.", "Send its facts first.")
            : Close(month, close, context);
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event) => @event switch
    {
        MonthClosed e => (MonthState)state with
        {
            Versions = ((MonthState)state).Versions.Add(new(
                e.Version, e.Rules, e.Scheme, e.Figures.Digest, e.Because, e.By?.Name, e.At)),
        },
        _ => throw new UnreachableException(@event.GetType().Name),
    };

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => null;

    private static Decision Close(MonthState month, CloseMonth close, DecisionContext context)
    {
        if (month.Versions is not [.., var last])
        {
            return Decision.Of(new MonthClosed(
                1, context.Rules.Version, context.Rules.Scores.Version, close.Figures, null, close.By, context.Now));
        }

        if (last.Digest == close.Figures.Digest)
        {
            return Decision.Of(); // it says so already
        }

        if (string.IsNullOrWhiteSpace(close.Because))
        {
            return Decision.Refused(
                "month.closed", $"{month.Month} is closed, and its figures have changed since.",
                "Give the reason of the correction.");
        }

        return close.Because.Length > CloseMonth.BecauseMax
            ? Decision.Refused(
                "month.reason", "The reason is too long.", $"Keep it to {CloseMonth.BecauseMax} characters.")
            : Decision.Of(new MonthClosed(
                last.Version + 1, last.Rules, last.Scheme, close.Figures, close.Because.Trim(), close.By, context.Now));
    }
}
