namespace Supervision.Tests.Simulation;

/// <summary>
/// Runs everything queued on it on one thread, one step at a time, in an order drawn from a seed: the same seed gives
/// the same interleaving. Dropping it with work left is what a crash is: nothing of that work ever runs again.
/// </summary>
internal sealed class SeededScheduler : TaskScheduler
{
    private readonly List<Task> ready = [];
    private readonly Thread thread = Thread.CurrentThread;
    private readonly Random chance;

    public SeededScheduler(Random chance)
    {
        this.chance = chance;
        SynchronizationContext.SetSynchronizationContext(null); // or continuations would go there instead of here
    }

    /// <summary>Set once something came from another thread: then the order was not the seed's any more.</summary>
    public bool LeftTheThread { get; private set; }

    /// <summary>Queues an asynchronous piece of work.</summary>
    public Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Runs at most <paramref name="steps"/> steps; false when there was nothing left before that.</summary>
    public bool Run(int steps)
    {
        for (; steps > 0; steps--)
        {
            if (ready.Count == 0)
            {
                return false;
            }

            var index = chance.Next(ready.Count);
            var task = ready[index];
            ready.RemoveAt(index);
            TryExecuteTask(task);
        }

        return true;
    }

    /// <summary>Runs until everything waits for time or for ever.</summary>
    public void RunUntilIdle()
    {
        const int stepsMax = 2_000_000;
        Assert.False(Run(stepsMax), $"still busy after {stepsMax} steps");
    }

    protected override void QueueTask(Task task)
    {
        LeftTheThread |= Thread.CurrentThread != thread;
        ready.Add(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => ready;
}
