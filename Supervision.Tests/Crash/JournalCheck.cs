using Supervision.Core.Entities;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>What a server that is gone left on disk.</summary>
internal static class JournalCheck
{
    /// <summary>Every acknowledged fact is in the journal once, nothing twice, and the verifier is content.</summary>
    public static async Task HoldsAsync(string data, IReadOnlyList<LoadClient> clients)
    {
        var (exit, output, _) = await ServerProcess.RunAsync("verify-journal", "--data", data);
        Assert.True(exit == 0, output);
        var times = await CountAsync(data);
        Assert.Empty(
            times.Where(entry => entry.Value != 1).Select(entry => $"{entry.Key} applied {entry.Value} times"));
        foreach (var client in clients)
        {
            var acknowledged = client.Acknowledged.Keys.Select(id => $"{client.Source}#{id}").ToHashSet();
            Assert.Subset(times.Keys.ToHashSet(), acknowledged);
        }
    }

    private static async Task<Dictionary<string, int>> CountAsync(string data)
    {
        Dictionary<string, int> times = [];
        var folder = new DataFolder(data);
        await using var journal = SqliteJournal.Open(folder.Journal, new JsonEventCodec(), new SqliteJournalOptions());
        for (var sequence = 0L; sequence < journal.Head.Sequence;)
        {
            foreach (var entry in await journal.ReadAsync(sequence, 10_000, CancellationToken.None))
            {
                Assert.Equal(++sequence, entry.Sequence);
                foreach (var recorded in entry.Turn.Events.OfType<FactRecorded>())
                {
                    var name = $"{recorded.Fact.Source}#{recorded.Fact.Id}";
                    times[name] = times.GetValueOrDefault(name) + 1;
                }
            }
        }

        return times;
    }
}
