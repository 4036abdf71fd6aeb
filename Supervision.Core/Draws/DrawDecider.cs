using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Reading;

namespace Supervision.Core.Draws;

/// <summary>
/// The rules of one draw (domain.md section 9): planned → commitments → pool frozen → reveals → seed → drawn →
/// inspected. No step comes twice or out of turn, a missing reveal ends it on the record, and nothing is ever undone.
/// </summary>
public sealed class DrawDecider : IDecider
{
    /// <inheritdoc />
    public EntityState Initial(string key) => new DrawState { No = key };

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(EntityState state, EntityInput input, DecisionContext context)
    {
        var draft = new Draft<DrawState>(this, (DrawState)state);
        switch (input)
        {
            case Tick when draft.State.Deadline is { } deadline && deadline <= context.Now:
                var silent = draft.State.Shares.Where(share => share.Secret is null).Select(share => share.Party.Name);
                draft.Add(new DrawAborted(
                    $"missing: {string.Join(", ", silent.DefaultIfEmpty("beacon"))}", null, deadline));
                Settle(draft);
                break;
            case Tick or Recompute:
                break;
            default:
                throw new UnreachableException(input.GetType().Name);
        }

        return draft.Take();
    }

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        var draft = new Draft<DrawState>(this, (DrawState)state);
        if (DrawGuard.Refuse(draft.State, command, context.Now) is { } refusal)
        {
            return new([], refusal);
        }

        foreach (var @event in EventsOf(draft.State, command, context.Now))
        {
            draft.Add(@event);
        }

        if (draft.State is { Status: DrawStatus.Revealing, Frozen: not null } ready
            && ready.Shares.All(share => share.Secret is not null)
            && (ready.Plan!.Beacon is null || ready.Beacon is not null))
        {
            var reveals = ready.Shares.Select(share => (share.Party.Name, share.Secret!));
            draft.Add(new DrawSeeded(
                Digests.Seed(ready.No, ready.Frozen, reveals, ready.Beacon?.Randomness), context.Now));
        }

        Settle(draft);
        return Decision.Of(draft.Take());
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event)
    {
        var draw = (DrawState)state;
        return @event switch
        {
            DrawPlanned e => draw with
            {
                Plan = e.Plan,
                PlannedAt = e.At,
                PlannedBy = e.By.Name,
                Shares = [.. e.Plan.Parties.Select(party => new PartyShare(party))],
            },
            SecretCommitted e => With(draw, e.Party, share => share with
            {
                Commitment = e.Commitment,
                CommittedAt = e.At,
            }),
            PoolFrozen e => draw with { Rule = e.Rule, Frozen = e.Frozen, FrozenAt = e.At, Objects = e.Objects },
            SecretRevealed e => With(draw, e.Party, share => share with { Secret = e.Secret, RevealedAt = e.At }),
            BeaconGiven e => draw with { Beacon = e.Beacon },
            DrawSeeded e => draw with { Seed = e.Seed },
            DrawCarriedOut e => draw with { Drawn = e.Drawn, DrawnAt = e.At, Digest = e.Digest },
            InspectorReplaced e => draw with
            {
                Amendments = draw.Amendments.Add(e.Amendment),
                Digest = e.Digest,
            },
            ObjectInspected e => draw with { Results = draw.Results.Add(new(e.Object, e.By.Name, e.At, e.Result)) },
            DrawAborted e => draw with { AbortReason = e.Reason },
            DrawMoved e => draw with { Row = e.After },
            DeadlineSet e => draw with { Deadline = e.At },
            _ => throw new UnreachableException(@event.GetType().Name),
        };
    }

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => ((DrawState)state).Deadline;

    private static IEnumerable<DomainEvent> EventsOf(DrawState draw, Command command, DateTimeOffset now) =>
        command switch
        {
            PlanDraw c => [new DrawPlanned(c.Plan, c.By, now)],
            CommitSecret c => [new SecretCommitted(c.Party, c.Commitment, now)],
            FreezePool c => [new PoolFrozen(c.Rule, c.Frozen, c.Objects, c.By, now)],
            RevealSecret c => [new SecretRevealed(c.Party, c.Secret, now)],
            GiveBeacon c => [new BeaconGiven(BeaconOf(draw, c), c.By, now)],
            AbortDraw c => [new DrawAborted(c.Reason, c.By, now)],
            RecordDrawn when draw.DrawnAt is not null => [], // it was recorded before
            RecordDrawn c => [new DrawCarriedOut(c.Drawn, RecordOf(draw, c.Drawn, now, []).Digest, now)],
            ReplaceInspector c => [Replaced(draw, c, now)],
            RecordInspection c => [new ObjectInspected(c.Object, c.Result, c.By, now)],
            _ => throw new UnreachableException(command.GetType().Name),
        };

    private static void Settle(Draft<DrawState> draft)
    {
        var draw = draft.State;
        if (draw.Plan is null)
        {
            return;
        }

        DateTimeOffset? revealBy = draw.FrozenAt is { } frozen ? RevealBy(draw.Plan, frozen) : null;
        var row = new DrawRow
        {
            No = draw.No,
            Title = draw.Plan.Title,
            Kind = draw.Plan.Kind,
            Status = draw.Status,
            PlannedAt = draw.PlannedAt,
            PlannedBy = draw.PlannedBy,
            FrozenAt = draw.FrozenAt,
            RevealBy = revealBy,
            DrawnAt = draw.DrawnAt,
            Given = draw.Shares.Count(share => share.Commitment is not null)
                + draw.Shares.Count(share => share.Secret is not null) + (draw.Beacon is null ? 0 : 1),
            Objects = draw.Objects,
            Count = draw.Rule?.Count ?? 0,
            Inspected = draw.Results.Length,
            Findings = draw.Results.Count(inspected => !inspected.Result.Failed.IsEmpty),
            Previous = draw.Plan.Previous,
            Reason = draw.AbortReason ?? draw.Plan.Reason,
            Digest = draw.Digest,
            For = draw.Plan.For,
        };
        if (row != draw.Row)
        {
            draft.Add(new DrawMoved(draw.Row, row));
        }

        var deadline = draw.Status == DrawStatus.Revealing ? revealBy : null;
        if (deadline != draw.Deadline)
        {
            draft.Add(new DeadlineSet(deadline));
        }
    }

    /// <summary>Counted from the freezing, or from the beacon's round when that is later.</summary>
    private static DateTimeOffset RevealBy(DrawPlan plan, DateTimeOffset frozen) =>
        (plan.Beacon?.At > frozen ? plan.Beacon.At : frozen) + plan.RevealWithin;

    /// <summary>
    /// What anybody needs to do a draw again; the pool's objects are kept beside the journal, under their hash.
    /// </summary>
    /// <param name="draw">A draw that was carried out.</param>
    /// <param name="pool">What was frozen.</param>
    public static DrawRecord RecordOf(DrawState draw, DrawPool pool) =>
        RecordOf(draw, draw.Drawn, draw.DrawnAt!.Value, draw.Amendments) with { Pool = pool };

    internal static BeaconRecord BeaconOf(DrawState draw, GiveBeacon given) => new(
        draw.Plan!.Beacon!.Chain, draw.Plan.Beacon.Round, given.Randomness, given.Signature);

    private static DrawRecord RecordOf(
        DrawState draw, ImmutableArray<Drawn> drawn, DateTimeOffset at, ImmutableArray<Amendment> amendments) => new(
        draw.No, draw.Plan!.Title, draw.Plan.Previous, draw.Plan.Reason, draw.Rule!, new([], []), draw.Frozen!,
        Text(draw.FrozenAt!.Value),
        [
            .. draw.Shares.Select(share => new PartyRecord(
                share.Party.Name, share.Commitment!, Text(share.CommittedAt!.Value), share.Secret!,
                Text(share.RevealedAt!.Value))),
        ],
        draw.Beacon, draw.Seed!, drawn, Text(at), amendments);

    private static InspectorReplaced Replaced(DrawState draw, ReplaceInspector command, DateTimeOffset now)
    {
        var amendment = new Amendment(
            command.Object, command.Inspector, command.Reason, command.Replacement, Text(now));
        var record = RecordOf(draw, draw.Drawn, draw.DrawnAt!.Value, draw.Amendments.Add(amendment));
        return new(amendment, record.Digest, command.By);
    }

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DrawState With(DrawState draw, string party, Func<PartyShare, PartyShare> change) => draw with
    {
        Shares = [.. draw.Shares.Select(share => share.Party.Name == party ? change(share) : share)],
    };
}
