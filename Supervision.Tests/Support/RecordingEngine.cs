using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;

namespace Supervision.Tests.Support;

/// <summary>
/// An engine that remembers what it was given and knows identities; its failures are set by the test.
/// </summary>
internal sealed class RecordingEngine : IEngine, IEngineState
{
    private readonly Lock gate = new();
    private readonly HashSet<UInt128> known = [];
    private int running;

    /// <summary>Called before each batch is taken, with the number of batches taken before and the patience.</summary>
    public Func<int, Patience, Task> BeforeTaking { get; set; } = (_, _) => Task.CompletedTask;

    public List<Fact> Facts { get; } = [];

    public List<(int Count, Patience Patience)> Batches { get; } = [];

    /// <summary>Most calls that were under way at once.</summary>
    public int RunningMost { get; private set; }

    /// <summary>Entities it can be asked about.</summary>
    public Dictionary<StreamId, EntitySnapshot> Entities { get; } = [];

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public Exception? Fault => null;

    public Exception? JournalFault => null;

    public TimeSpan ClockBehind => TimeSpan.Zero;

    public bool InStorm { get; set; }

    public ValueTask RecomputeAsync(
        IReadOnlyList<StreamId> streams, string reason, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Feeds never ask for this.");

    public async ValueTask<SubmitReceipt> SubmitAsync(
        IReadOnlyList<Fact> facts, Patience patience, CancellationToken cancellationToken)
    {
        Assert.InRange(facts.Count, 1, IEngine.FactsMax);
        int before;
        lock (gate)
        {
            before = Batches.Count;
            Batches.Add((facts.Count, patience));
            RunningMost = Math.Max(RunningMost, ++running);
        }

        try
        {
            await BeforeTaking(before, patience);
            lock (gate)
            {
                var fresh = facts.Count(fact => known.Add(fact.Identity));
                Facts.AddRange(facts);
                return new SubmitReceipt(fresh, facts.Count - fresh);
            }
        }
        finally
        {
            lock (gate) running--;
        }
    }

    public ValueTask<Refusal?> CommandAsync(
        StreamId stream, Command command, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Feeds never ask for this.");

    public ValueTask<EntitySnapshot?> ReadAsync(StreamId stream, CancellationToken cancellationToken) =>
        new(Entities.GetValueOrDefault(stream));

    public ValueTask<DateTimeOffset> AdvanceAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The clock is live.");
}
