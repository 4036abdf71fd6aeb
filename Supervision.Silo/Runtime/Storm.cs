namespace Supervision.Silo.Runtime;

/// <summary>
/// While more is due at once than a shard decides in one go, whatever can wait leaves it the processor.
/// </summary>
internal static class Storm
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns at once in calm; otherwise when the storm is over.</summary>
    /// <param name="engine">Knows whether there is one.</param>
    /// <param name="most">However long it lasts, the wait ends after this; rounded up to 100 ms.</param>
    /// <param name="time">Measures the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task WaitOutAsync(
        IEngineState engine, TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < most && engine.InStorm; waited += Pause)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
