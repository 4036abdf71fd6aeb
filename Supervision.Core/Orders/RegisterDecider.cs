using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Core.Sources;

namespace Supervision.Core.Orders;

/// <summary>
/// The rules of a register: every cause is entered once and ends in exactly one of three ways. It opens an order with
/// the next number, joins one opened a moment ago for the same reason (a storm is one order), or is silenced. While a
/// link is down it waits first, and is looked at again once late facts have had time to come.
/// </summary>
public sealed class RegisterDecider : IDecider
{
    /// <summary>Silences of one register at a time.</summary>
    private const int SilencesMax = 200;

    private const int ReasonMax = 400;

    /// <summary>Causes that wait for links to be back; beyond, causes open orders as ever.</summary>
    private const int HeldMax = 2000;

    /// <summary>The longest window a rule book may name.</summary>
    private static readonly TimeSpan GroupWindowMax = TimeSpan.FromDays(1);

    /// <inheritdoc />
    public EntityState Initial(string key) => new RegisterState { Organisation = key };

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(
        EntityState state, EntityInput input, DecisionContext context) => input switch
        {
            Tick => Ended((RegisterState)state, context.Now),
            Recompute => [],
            _ => throw new UnreachableException(input.GetType().Name),
        };

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        var register = (RegisterState)state;
        return command switch
        {
            EnterCause { Cause.By: { } by } enter when !MayIssue(enter.Cause, by) => Decision.Refused(
                "order.notYours", $"{by.Name} may not issue an order to this unit.",
                "An inspector or a spot-checker of this organisation does that."),
            EnterCause enter => Decision.Of(Enter(register, enter, context)),
            InhibitOrders inhibit => IsDown(register, inhibit.Link)
                ? Decision.Of()
                : Decision.Of(new InhibitionBegan(inhibit.Link, inhibit.Because, context.Now)),
            LiftInhibition lift => IsDown(register, lift.Link)
                ? Decision.Of(new InhibitionLifted(lift.Link, context.Now, context.Now + context.Rules.Orders.CatchUp))
                : Decision.Of(),
            SilenceOrders silence => BeginSilence(register, silence, context.Now),
            EndSilence end when register.Silences.Any(silence => silence.SilenceId == end.SilenceId) =>
                MaySilence(register, end.By) is { } refusal
                    ? new([], refusal)
                    : Decision.Of(new SilenceEnded(end.SilenceId, end.By)),
            EndSilence => Decision.Refused(
                "silence.unknown", "There is no such silence, or it has ended.", "Look at the list of silences."),
            _ => Decision.Refused("command.unknown", "A register knows no such command.", "Enter a cause."),
        };
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event)
    {
        var register = (RegisterState)state;
        return @event switch
        {
            CauseNumbered e => register with
            {
                Year = e.Year,
                Number = e.Number,
                Groups = register.Groups
                    .RemoveAll(group => Takes(group, e.Cause) || group.From < e.At - GroupWindowMax)
                    .Add(new(e.No, e.Cause.Source, e.Cause.Code, e.Cause.Unit, e.At, 1)),
            },
            CauseJoined e => register with
            {
                Groups = [.. register.Groups.Select(
                    group => group.No == e.No ? group with { Causes = group.Causes + 1 } : group)],
            },
            CauseSilenced => register,
            CauseHeld e => register with { Held = register.Held.Add(e.Cause) },
            CauseReleased e => register with
            {
                Held = register.Held.RemoveAll(cause => cause.Reference == e.Cause.Reference),
            },
            InhibitionBegan e => register with { Inhibitions = Without(register, e.Link).Add(new(e.Link, null)) },
            InhibitionLifted e => register with { Inhibitions = Without(register, e.Link).Add(new(e.Link, e.Until)) },
            InhibitionEnded e => register with { Inhibitions = Without(register, e.Link) },
            SilenceBegan e => register with
            {
                Silences = register.Silences.RemoveAll(silence => silence.Until <= e.Silence.From).Add(e.Silence),
            },
            SilenceEnded e => register with
            {
                Silences = register.Silences.RemoveAll(silence => silence.SilenceId == e.SilenceId),
            },
            _ => throw new UnreachableException(@event.GetType().Name),
        };
    }

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) =>
        ((RegisterState)state).Inhibitions.Min(inhibition => inhibition.Until);

    /// <summary>The register a unit's orders are numbered in: its hall, else its department, else its window.</summary>
    public static StreamId StreamOf(OrderUnit unit) =>
        new(EntityKind.Register, unit.Hall ?? unit.Department ?? unit.Window ?? "ALL");

    private static DomainEvent Enter(RegisterState register, EnterCause enter, DecisionContext context)
    {
        var (cause, now) = (enter.Cause, context.Now);
        if (cause.By is null && register.Silences.FirstOrDefault(silence => silence.Covers(cause, now)) is { } silence)
        {
            return new CauseSilenced(silence.SilenceId, cause);
        }

        var rules = context.Rules.Orders;
        var isOfStorm = cause is { By: null, Source: OrderSource.Card or OrderSource.Finding };
        if (isOfStorm && cause.Code != SourceDecider.Silent && register.Held.Length < HeldMax
            && register.Inhibitions.FirstOrDefault() is { } inhibition)
        {
            return new CauseHeld(inhibition.Source, cause);
        }

        var group = isOfStorm ? register.Groups.FirstOrDefault(group => Takes(group, cause)) : null;
        if (group is not null && group.No != enter.Except && group.Causes < rules.GroupMax
            && now < group.From + rules.GroupWindow)
        {
            return new CauseJoined(group.No, cause);
        }

        var year = context.Calendars.Of(cause.Unit.Hall).LocalTimeOf(now).Year;
        var number = year == register.Year ? register.Number + 1 : 1;
        var no = string.Create(CultureInfo.InvariantCulture, $"{register.Organisation}-{year}-{number:D5}");
        return new CauseNumbered(no, cause, year, number, now);
    }

    /// <summary>Ends what has caught up; once no link is down any more, what waits is looked at again.</summary>
    private static ImmutableArray<DomainEvent> Ended(RegisterState register, DateTimeOffset now)
    {
        var ended = register.Inhibitions.RemoveAll(inhibition => inhibition.Until is null || inhibition.Until > now);
        if (ended.IsEmpty)
        {
            return [];
        }

        ImmutableArray<DomainEvent> events = [.. ended.Select(link => new InhibitionEnded(link.Source, now))];
        return ended.Length < register.Inhibitions.Length
            ? events
            : [.. events, .. register.Held.Select(cause => new CauseReleased(cause))];
    }

    private static bool IsDown(RegisterState register, string source) =>
        register.Inhibitions.Any(known => known.Source == source && known.Until is null);

    private static ImmutableArray<Inhibition> Without(RegisterState register, string source) =>
        register.Inhibitions.RemoveAll(inhibition => inhibition.Source == source);

    private static bool Takes(OrderGroup group, OrderCause cause) =>
        group.Source == cause.Source && group.Code == cause.Code && group.Unit == cause.Unit;

    private static Decision BeginSilence(RegisterState register, SilenceOrders silence, DateTimeOffset now)
    {
        if (MaySilence(register, silence.By) is { } refusal)
        {
            return new([], refusal);
        }

        if (string.IsNullOrWhiteSpace(silence.Reason) || silence.Reason.Length > ReasonMax)
        {
            return Decision.Refused(
                "silence.reason", "A silence needs a reason.", $"Say why in 1 to {ReasonMax} characters.");
        }

        if (silence.Until <= now || silence.Until > now + SilenceOrders.LengthMax)
        {
            return Decision.Refused(
                "silence.end", "A silence ends in the future and lasts 30 days at most.", "Choose another end.");
        }

        return register.Silences.Count(known => known.Until > now) >= SilencesMax
            ? Decision.Refused("silence.many", $"{SilencesMax} silences are in force.", "End one of them first.")
            : Decision.Of(new SilenceBegan(new(
                silence.Id, silence.By, silence.Reason.Trim(), now, silence.Until, silence.Code,
                silence.Organisation)));
    }

    private static bool MayIssue(OrderCause cause, Actor by) =>
        by.Role is Role.Inspector or Role.SpotChecker && cause.Unit.IsWithin(by.Organisation);

    private static Refusal? MaySilence(RegisterState register, Actor by) =>
        by.Role == Role.Inspector && (by.Organisation is null || by.Organisation == register.Organisation)
            ? null
            : new("silence.notYours", $"{by.Name} may not silence the orders of {register.Organisation}.",
                "An inspector (纪检监察) of this organisation does that.");
}
