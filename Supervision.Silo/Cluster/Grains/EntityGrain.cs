using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Cluster.Grains;

/// <summary>What every entity of a silo shares.</summary>
/// <param name="Turn">Decides.</param>
/// <param name="Commits">Makes durable, many entities at once.</param>
/// <param name="Follower">Knows where each entity stands.</param>
/// <param name="Options">How now moves.</param>
public sealed record EntityServices(
    EntityTurn Turn, GroupCommit Commits, EntityFollower Follower, EngineOptions Options);

/// <summary>
/// One entity as a grain: it is loaded once, takes its turns one after another and appends them with whatever else its
/// silo decides at the time. Should two silos hold it for a moment, the journal lets only one of them append, and the
/// other loads it again.
/// </summary>
public abstract class EntityGrain(EntityKind kind, EntityServices services) : Grain, IEntityGrain
{
    /// <summary>Tries of one call; each begins anew because another writer came first or facts were known.</summary>
    private const int AttemptsMax = 8;

    private Entity? loaded;

    private bool IsLive => services.Options.Clock == ClockMode.Live;

    /// <inheritdoc />
    public Task<int> DecideAsync(EntityFacts message) => TakeAsync(
        [.. message.Facts.Select((fact, i) => new TimedInput(new FactArrived(fact), message.Nows?[i]))]);

    /// <inheritdoc />
    public async Task<CommandAnswer> CommandAsync(EntityCommand message)
    {
        var command = message.Read();
        var input = new TimedInput(command, message.Now);
        await TakeAsync([input]);

        // Sent again, it is decided on what it led to itself and may be refused for that; the journal knows better.
        var wasKnown = input.Refusal is not null && services.Follower.Knows(command.Identity);
        return CommandAnswer.Of(wasKnown ? null : input.Refusal);
    }

    /// <inheritdoc />
    public async Task<bool> WakeAsync(DateTimeOffset? now)
    {
        await TakeAsync([new TimedInput(Tick.Instance, now)]);
        return loaded?.Deadline is not { } deadline || deadline > (now ?? services.Follower.Now);
    }

    /// <inheritdoc />
    public Task RecomputeAsync(string reason, DateTimeOffset? now) => TakeAsync([new(new Recompute(reason), now)]);

    /// <inheritdoc />
    public async Task<EntitySnapshot?> ReadAsync()
    {
        var entity = await LoadAsync();
        return entity.Version == 0 ? null : entity.Snapshot();
    }

    /// <summary>Takes inputs until they are durable; returns how many were facts the journal knew.</summary>
    private async Task<int> TakeAsync(List<TimedInput> inputs)
    {
        var duplicates = 0;
        for (var attempt = 1; ; attempt++)
        {
            var entity = await LoadAsync();
            loaded = null; // whatever goes wrong from here, what is in memory is not to be trusted
            var turns = Decide(entity, inputs);
            try
            {
                if (turns.Count > 0)
                {
                    var first = await services.Commits.AppendAsync(
                        [.. turns.Select(turn => turn.Turn)], CancellationToken.None);
                    entity.LastSequence = first + turns.Count - 1;
                }

                loaded = entity;
                return duplicates;
            }
            catch (JournalDuplicateException refusal) when (attempt < AttemptsMax)
            {
                var known = refusal.Turns.Select(position => turns[position].Cause).ToHashSet();
                duplicates += inputs.RemoveAll(known.Contains);
            }
            catch (JournalConflictException) when (attempt < AttemptsMax)
            {
                // Another activation of this entity came first; decided again on what it wrote.
            }
            catch (Exception refusal) when (refusal is JournalDuplicateException or JournalConflictException)
            {
                throw new JournalUnavailableException("Others keep coming first. Sending this again is safe.", refusal);
            }
        }
    }

    private async ValueTask<Entity> LoadAsync() =>
        loaded ??= await services.Follower.LoadAsync(new StreamId(kind, this.GetPrimaryKeyString()));

    private List<DecidedTurn> Decide(Entity entity, List<TimedInput> inputs)
    {
        List<DecidedTurn> turns = [];
        foreach (var input in inputs)
        {
            var now = input.Now ?? services.Follower.Now;
            TickUntil(entity, DateTimeOffset.MinValue, now, input, turns);
            if (input.Input is not Tick)
            {
                Take(entity, input.Input, now, input, turns);
                TickUntil(entity, now, now, input, turns);
            }
        }

        return turns;
    }

    /// <summary>
    /// Whatever is due comes before what happens next. In Replay each deadline is decided at its own instant, as if the
    /// clock had run through it.
    /// </summary>
    private void TickUntil(
        Entity entity, DateTimeOffset earliest, DateTimeOffset now, TimedInput cause, List<DecidedTurn> turns)
    {
        while (entity.Deadline is { } deadline && deadline <= now)
        {
            var woken = IsLive ? now : deadline > earliest ? deadline : earliest;
            Take(entity, Tick.Instance, woken, cause, turns);
            if (entity.Deadline <= woken)
            {
                RequireRules(entity, woken);
                return;
            }
        }
    }

    /// <summary>An entity is still due after a tick, which only the lack of its rule book can explain.</summary>
    private void RequireRules(Entity entity, DateTimeOffset woken)
    {
        if (services.Turn.CanDecide(entity, woken))
        {
            throw new InvariantException(
                $"{entity.Stream} is still due at {entity.Deadline:O} after a tick at {woken:O}.");
        }
    }

    private void Take(
        Entity entity, EntityInput input, DateTimeOffset now, TimedInput cause, List<DecidedTurn> turns)
    {
        if ((input is Command command ? Answer(entity, command, now, cause) : services.Turn.Decide(entity, input, now))
            is { } turn)
        {
            EntityTurn.Apply(entity, turn, JournalTurn.Unnumbered);
            turns.Add(new(turn, cause));
        }
    }

    private JournalTurn? Answer(Entity entity, Command command, DateTimeOffset now, TimedInput cause)
    {
        var (turn, refusal) = services.Turn.Answer(entity, command, now);
        cause.Refusal = refusal;
        return turn;
    }

    /// <summary>Equal to itself alone: two inputs of one call may say the same.</summary>
    private sealed class TimedInput(EntityInput input, DateTimeOffset? now)
    {
        public EntityInput Input { get; } = input;

        public DateTimeOffset? Now { get; } = now;

        /// <summary>Of a command that was not carried out.</summary>
        public Refusal? Refusal { get; set; }
    }

    private readonly record struct DecidedTurn(JournalTurn Turn, TimedInput Cause);
}

/// <summary>A case.</summary>
public sealed class CaseGrain(EntityServices services) : EntityGrain(EntityKind.Case, services), ICaseGrain;

/// <summary>A window.</summary>
public sealed class WindowGrain(EntityServices services) : EntityGrain(EntityKind.Window, services), IWindowGrain;

/// <summary>A staff member.</summary>
public sealed class StaffGrain(EntityServices services) : EntityGrain(EntityKind.Staff, services), IStaffGrain;

/// <summary>A complaint.</summary>
public sealed class ComplaintGrain(EntityServices services)
    : EntityGrain(EntityKind.Complaint, services), IComplaintGrain;

/// <summary>A feed source or device.</summary>
public sealed class SourceGrain(EntityServices services) : EntityGrain(EntityKind.Source, services), ISourceGrain;

/// <summary>A supervision order.</summary>
public sealed class OrderGrain(EntityServices services) : EntityGrain(EntityKind.Order, services), IOrderGrain;

/// <summary>The register of one organisation's orders.</summary>
public sealed class RegisterGrain(EntityServices services)
    : EntityGrain(EntityKind.Register, services), IRegisterGrain;

/// <summary>A reaction: where in the journal it began.</summary>
public sealed class ReactionGrain(EntityServices services)
    : EntityGrain(EntityKind.Reaction, services), IReactionGrain;

/// <summary>A job and the period it is done for.</summary>
public sealed class JobGrain(EntityServices services) : EntityGrain(EntityKind.Job, services), IJobGrain;

/// <summary>A report of one period.</summary>
public sealed class ReportGrain(EntityServices services) : EntityGrain(EntityKind.Report, services), IReportGrain;

/// <summary>A month of scores.</summary>
public sealed class MonthGrain(EntityServices services) : EntityGrain(EntityKind.Month, services), IMonthGrain;

/// <summary>One draw, by its number.</summary>
public sealed class DrawGrain(EntityServices services)
    : EntityGrain(EntityKind.Draw, services), IDrawGrain;
