using System.Runtime.CompilerServices;
using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

public sealed partial class CityFeed
{
    /// <summary>
    /// The city from now on, hurried so that something happens every second at any time of day or night: visits take
    /// seconds, open cases move on by a step every minute or so. What the calendar plans for today happens as well, at
    /// its time. Ends when cancelled.
    /// </summary>
    /// <param name="clock">Stamps the facts and paces the batches.</param>
    /// <param name="cancellationToken">Ends the stream without an exception.</param>
    /// <returns>Batches of at most 1000 facts; none is empty or later than now.</returns>
    public async IAsyncEnumerable<IReadOnlyList<Fact>> Live(
        TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = StartLive(clock.GetUtcNow());
        using var timer = new PeriodicTimer(options.LiveInterval, clock);
        while (await NextTickAsync(timer, cancellationToken).ConfigureAwait(false))
        {
            var facts = stream.Next(clock.GetUtcNow());
            if (facts.Count > 0) yield return facts;
        }
    }

    /// <summary>The live city without its timer.</summary>
    internal LiveStream StartLive(DateTimeOffset now) => new(this, options, map, time.Local(now));

    /// <summary>Plans the day of an instant unless it is planned already.</summary>
    internal void PlanDayOf(DateTimeOffset now) => PlanDay(DateOnly.FromDateTime(now.DateTime), now);

    /// <summary>An instant as the halls' clocks show it, in whole seconds.</summary>
    internal DateTimeOffset Stamp(DateTimeOffset instant) =>
        time.Local(new DateTimeOffset(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero));

    /// <summary>A case that begins now.</summary>
    internal Script PlanLiveCase(ServiceItem item, DateTimeOffset now, Dice dice)
    {
        var day = DateOnly.FromDateTime(now.DateTime);
        return PlanCase(NextNumber(day), item, day, now, dice);
    }

    /// <summary>A case that begins now, its course still to be written.</summary>
    internal Script EmptyLiveCase(DateTimeOffset now) =>
        new(NextNumber(DateOnly.FromDateTime(now.DateTime)), isCase: true);

    /// <summary>A case that began some working days ago and nobody recorded.</summary>
    internal Script PlanBelatedCase(ServiceItem item, DateTimeOffset now, int number, Dice dice)
    {
        var day = time.AddWorkingDays(DateOnly.FromDateTime(now.DateTime).AddDays(-dice.Between(4, 30)), 0);
        return PlanCase($"{day.Year}-{day:MMdd}-B{number:0000}", item, day, at: null, dice);
    }

    /// <summary>Takes every waiting script that is wanted out of the queue, asking once for each.</summary>
    internal List<Script> TakeWaiting(Predicate<Script> wanted)
    {
        List<Script> taken = [];
        List<Script> left = [];
        while (coming.TryDequeue(out var script, out _)) (wanted(script) ? taken : left).Add(script);
        left.ForEach(Await);
        return taken;
    }

    /// <summary>Puts a script where its time will come.</summary>
    internal void Schedule(Script script) => Await(script);

    /// <summary>The next fact whose time has come, or null.</summary>
    internal Fact? TakeDue(DateTimeOffset now)
    {
        if (!coming.TryPeek(out var script, out _) || script.NextAt > now) return null;
        coming.Dequeue();
        var fact = script.Take();
        Await(script);
        return fact;
    }

    private static async ValueTask<bool> NextTickAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false; // the reader has gone
        }
    }
}
