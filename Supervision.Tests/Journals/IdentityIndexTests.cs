using Supervision.Silo.Journals;
using Supervision.Tests.Support;

namespace Supervision.Tests.Journals;

/// <summary>The identity index through the journal that owns it, with room for few identities in memory.</summary>
public sealed class IdentityIndexTests : IDisposable
{
    private const int InMemoryMax = 64;
    private const int Entries = 5000;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();

    private string[] Runs => Directory.GetFiles(new JournalFolder(folder.Path).Identities);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Knows_FarMoreIdentitiesThanFitInMemory_StaysExact()
    {
        await WriteAsync();
        await using var journal = Open();
        AssertExact(journal);
    }

    [Fact]
    public async Task Knows_IdentitiesInNoOrderlyDistribution_StaysExact()
    {
        await using var journal = Open();
        var turns = new TurnWriter();
        foreach (var batch in Enumerable.Range(1, 2000).Chunk(50))
        {
            await journal.AppendAsync(
                [.. batch.Select(number => turns.Next("a", identity: (UInt128)(uint)(2 * number)))], None);
        }

        for (var number = 1u; number <= 2000; number++)
        {
            Assert.True(journal.Knows(2 * number), $"{2 * number}");
            Assert.False(journal.Knows(2 * number + 1), $"{2 * number + 1}");
        }
    }

    [Fact]
    public async Task Runs_OfALongJournal_AreFewAndCoverItFromTheFirstEntry()
    {
        await using var journal = Open();
        await AppendAsync(journal, _ => journal.Identities.Wait());
        var ranges = journal.Identities.Ranges;
        Assert.Equal([1, 1601, 3201, 4801, 4901], ranges.Select(range => range.From)); // runs of 100; 16 to a large one
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.To + 1, pair.Second.From));
    }

    [Fact]
    public async Task Open_WithDamagedRun_ReadsItAgainFromTheJournal()
    {
        await WriteAsync();
        var run = Runs.Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(run);
        bytes[5000] ^= 1; // one key becomes another
        File.WriteAllBytes(run, bytes);
        await using var journal = Open();
        AssertExact(journal);
    }

    [Fact]
    public async Task Open_WithoutRunsOrWithALeftover_ReadsThemAgain()
    {
        await WriteAsync();
        foreach (var run in Runs.Skip(1))
            File.Delete(run);

        var leftover = Path.Combine(new JournalFolder(folder.Path).Identities, "identity-9-10.run.draft");
        File.WriteAllText(leftover, "half");
        await using var journal = Open();
        AssertExact(journal);
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public async Task Open_WithRunsOfAnotherJournal_DropsThem()
    {
        await WriteAsync();
        using var other = new TemporaryFolder();
        Directory.Move(new JournalFolder(folder.Path).Identities, new JournalFolder(other.Path).Identities);
        await using var journal = SqliteJournal.Open(other.Path, NoteCodec.Instance, Options());
        Assert.False(journal.Knows(TurnWriter.Scattered(1)));
        Assert.Empty(Directory.GetFiles(new JournalFolder(other.Path).Identities));
    }

    [Fact]
    public async Task Knows_FromOtherThreadsWhileRunsAreWrittenAndMerged_NeverForgets()
    {
        await using var journal = Open();
        var written = 0;
        using var done = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var random = new Random(1);
            while (!done.IsCancellationRequested)
            {
                if (Volatile.Read(ref written) is > 0 and var known)
                    Assert.True(journal.Knows(TurnWriter.Scattered(random.Next(known) + 1)));

                Assert.False(journal.Knows(TurnWriter.Scattered(Entries + 1 + random.Next(1000))));
                Thread.Sleep(TimeSpan.Zero); // the writer needs a processor too
            }
        })).ToArray();
        await AppendAsync(journal, known => Volatile.Write(ref written, known));
        await done.CancelAsync();
        await Task.WhenAll(asking);
    }

    private static SqliteJournalOptions Options() =>
        new() { IdentitiesInMemoryMax = InMemoryMax, IdentityMergeFactor = 4 };

    private static void AssertExact(SqliteJournal journal)
    {
        Assert.Null(journal.IdentityFault);
        for (var number = 1; number <= Entries; number++)
        {
            Assert.True(journal.Knows(TurnWriter.Scattered(number)), $"{number} is forgotten");
            Assert.False(journal.Knows(TurnWriter.Scattered(Entries + number)), $"{Entries + number} is invented");
        }
    }

    private static async Task AppendAsync(SqliteJournal journal, Action<int> appended)
    {
        var turns = new TurnWriter();
        for (var first = 1; first <= Entries; first += 50)
        {
            await journal.AppendAsync(turns.Many(50, bodyBytes: 10, firstIdentity: first), None);
            appended(first + 49);
        }
    }

    private SqliteJournal Open() => SqliteJournal.Open(folder.Path, NoteCodec.Instance, Options());

    private async Task WriteAsync()
    {
        await using var journal = Open();
        await AppendAsync(journal, _ => { });
    }
}
