using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Core.Sources;

/// <summary>
/// The rules of a source (domain.md section 5): one that sent heartbeats and is not heard for
/// <see cref="FindingRules.SourceSilent"/> has gone silent, until it is heard again. Exactly on the instant it has not.
/// </summary>
public sealed class SourceDecider : IDecider
{
    /// <summary>Code of the finding.</summary>
    public const string Silent = "source.silent";

    /// <inheritdoc />
    public EntityState Initial(string key) => new SourceState { Name = key };

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(EntityState state, EntityInput input, DecisionContext context)
    {
        var source = (SourceState)state;
        return input switch
        {
            FactArrived { Fact: { Data: DeviceOperated } fact } =>
                [new FactRecorded(fact, context.Now), .. Tampering.Of(source, fact)],
            FactArrived arrived => Settled(source, new FactRecorded(arrived.Fact, context.Now), context),
            Tick or Recompute => Settled(source, null, context),
            _ => throw new UnreachableException(input.GetType().Name),
        };
    }

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        var source = (SourceState)state;
        return command switch
        {
            HearSource when source.HeardAt is null || source.HeardAt >= context.Now => Decision.Of(),
            HearSource => Decision.Of(Settled(source, new SourceHeard(context.Now), context)),
            _ => Decision.Refused("command.unknown", "A source knows no such command.", "Send its facts."),
        };
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event)
    {
        var source = (SourceState)state;
        return @event switch
        {
            // A source's clock may be ahead; that must not make its silence begin in years.
            FactRecorded { Fact.Data: DeviceOperated } => source, // told late, from a log: no sign of life
            FactRecorded e => Heard(source, e.Fact.OccurredAt < e.RecordedAt ? e.Fact.OccurredAt : e.RecordedAt),
            SourceHeard e => Heard(source, e.At),
            AlertRaised e => source with
            {
                Alerts =
                [
                    .. source.Alerts.TakeLast(SourceState.AlertsMax - 1),
                    new(e.Alert.Key, e.Alert.Kind, e.Alert.Level, e.Alert.At, Standing: true),
                ],
            },
            AlertRestored e => Marked(source, e.Key, mark => mark with
            {
                Standing = true,
                At = e.At,
                Times = e.Times!.Value,
            }),
            AlertRevoked e => Marked(source, e.Key, mark => mark with { Standing = false }),
            DeadlineSet e => source with { Deadline = e.At },
            _ => throw new UnreachableException(@event.GetType().Name),
        };
    }

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => ((SourceState)state).Deadline;

    private static SourceState Marked(SourceState source, string key, Func<AlertMark, AlertMark> change) =>
        source with { Alerts = [.. source.Alerts.Select(mark => mark.Key == key ? change(mark) : mark)] };

    private static SourceState Heard(SourceState source, DateTimeOffset at) =>
        source.HeardAt >= at ? source : source with { HeardAt = at };

    private ImmutableArray<DomainEvent> Settled(SourceState before, DomainEvent? first, DecisionContext context)
    {
        ImmutableArray<DomainEvent> events = first is null ? [] : [first];
        var source = first is null ? before : (SourceState)Evolve(before, first);
        if (source.HeardAt is not { } heard)
        {
            return events;
        }

        var dueAt = heard + context.Rules.Findings.SourceSilent;
        var isSilent = context.Now > dueAt;
        var mark = source.Alerts.FirstOrDefault(mark => mark.Key == Silent);
        if (isSilent != (mark?.Standing ?? false))
        {
            events = events.Add(isSilent ? Silence(source, mark, dueAt, context.Rules) : Lift(heard));
        }

        DateTimeOffset? deadline = isSilent ? null : dueAt.AddTicks(1);
        return deadline == before.Deadline ? events : events.Add(new DeadlineSet(deadline));
    }

    private static DomainEvent Silence(SourceState source, AlertMark? mark, DateTimeOffset at, RuleBook rules)
    {
        var minutes = (long)rules.Findings.SourceSilent.TotalMinutes;
        var because = Because.Of(
            ("lastHeardAt", Because.Instant(source.HeardAt!.Value)),
            ("silentMinutes", minutes.ToString(CultureInfo.InvariantCulture)));
        var halls = rules.Organisation.FedBy(source.Name);
        return mark is null
            ? new AlertRaised(
                new Alert(AlertKind.Finding, AlertLevel.Warning, null, Silent, at, because),
                new Place(halls.FirstOrDefault(), null, null, null))
            : new AlertRestored(Silent, at, Because.Of(("cause", "time")), because, mark.Times + 1);
    }

    private static AlertRevoked Lift(DateTimeOffset heard) =>
        new(Silent, Because.Of(("heardAt", Because.Instant(heard))));
}
