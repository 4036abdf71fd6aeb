using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;

namespace Supervision.Silo.Embedded;

/// <summary>
/// Takes a batch apart by stream, hands the parts to their shards, and knows when all of it is durable or what failed;
/// the same for one command.
/// </summary>
internal sealed class FactRouter(IReadOnlyList<Shard> shards, CommitQueue commits, IdentityGate identities)
{
    /// <summary>Decides every fact and returns once all that followed is durable.</summary>
    public async Task<SubmitReceipt> DecideAsync(IReadOnlyList<Fact> facts)
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var messages = Split(facts, durable.Task);
        foreach (var (shard, message) in messages)
        {
            shard.Post(message);
        }

        try
        {
            // All parts are settled before claims are given up: one may be on its way while another has failed.
            await Task.WhenAll(messages.Select(entry => SettleAsync(entry.Message)));
            durable.SetResult();
        }
        catch (Exception exception)
        {
            durable.SetException(exception);
            _ = durable.Task.Exception; // observed: nobody may be waiting for it
            throw;
        }
        finally
        {
            messages.ForEach(entry => identities.Release(entry.Message.Claimed));
        }

        // A duplicate of something still under way elsewhere is one only once that has become durable.
        foreach (var earlier in messages.SelectMany(entry => entry.Message.Earlier))
        {
            await OfOthersAsync(earlier);
        }

        var duplicates = messages.Sum(entry => entry.Message.Duplicates);
        return new SubmitReceipt(facts.Count - duplicates, duplicates);
    }

    /// <summary>Has an entity carry out a command, and returns once what followed is durable.</summary>
    public async Task<Refusal?> AnswerAsync(StreamId stream, Command command)
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new AnswerCommand(stream, command, durable.Task);
        shards[ShardOf(stream, shards.Count)].Post(message);
        try
        {
            await message.Task;
            await commits.WhenDurableAsync(message.LastSequence, message.Epoch);
            durable.SetResult();
        }
        catch (Exception exception)
        {
            durable.SetException(exception);
            _ = durable.Task.Exception; // observed: nobody may be waiting for it
            throw;
        }
        finally
        {
            identities.Release(message.Claimed);
        }

        if (message.Earlier is { } earlier)
        {
            await OfOthersAsync(earlier);
        }

        return message.Refusal;
    }

    /// <summary>Waits until what a part queued is durable or lost, also when the part failed half-way.</summary>
    private async Task SettleAsync(DecideFacts part)
    {
        try
        {
            await part.Task;
        }
        finally
        {
            await commits.WhenDurableAsync(part.LastSequence, part.Epoch);
        }
    }

    /// <summary>
    /// Whatever another batch failed of, to this one it means that nothing is known of facts both hold.
    /// </summary>
    private static async Task OfOthersAsync(Task earlier)
    {
        try
        {
            await earlier;
        }
        catch (Exception exception) when (exception is not JournalUnavailableException)
        {
            throw new JournalUnavailableException(
                "A batch that holds some of these facts failed. Sending this again is safe.", exception);
        }
    }

    private List<(Shard Shard, DecideFacts Message)> Split(IReadOnlyList<Fact> facts, Task durable)
    {
        var parts = new List<AddressedFact>?[shards.Count];
        foreach (var fact in facts)
        {
            var stream = Deciders.StreamOf(fact);
            var part = parts[ShardOf(stream, shards.Count)] ??= new List<AddressedFact>(facts.Count);
            part.Add(new(fact, stream, fact.Identity));
        }

        List<(Shard, DecideFacts)> messages = [];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is { } part)
            {
                messages.Add((shards[i], new DecideFacts(part, durable)));
            }
        }

        return messages;
    }

    /// <summary>
    /// FNV-1a over the key: the same in every process, so that an entity's shard depends on the count alone.
    /// </summary>
    public static int ShardOf(StreamId stream, int count)
    {
        var hash = 2166136261u;
        foreach (var character in stream.Key)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        return (int)(hash % (uint)count);
    }
}
