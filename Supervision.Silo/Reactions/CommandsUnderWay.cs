namespace Supervision.Silo.Reactions;

/// <summary>
/// What reactions have sent and nobody knows to be durable yet. Sent without waiting for each, commands share their
/// commits; the position moves on once all of them are durable. Not safe for concurrent use.
/// </summary>
public sealed class CommandsUnderWay
{
    private readonly List<Task> sent = [];

    /// <summary>Remembers one.</summary>
    public void Add(Task sending) => sent.Add(sending);

    /// <summary>Waits until everything sent so far is durable; fails as the first of them failed.</summary>
    public async Task SettleAsync()
    {
        var all = sent.ToArray();
        sent.Clear();
        await Task.WhenAll(all);
    }

    /// <summary>Waits for everything sent so far, whatever becomes of it: the entries are looked at again.</summary>
    public async Task AbandonAsync()
    {
        await Task.WhenAll(sent).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing
            | ConfigureAwaitOptions.ContinueOnCapturedContext);
        sent.Clear();
    }
}
