using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Tests.Simulation;
using Supervision.Tests.Support;

namespace Supervision.Tests.Postgres;

/// <summary>Entities that append by themselves share commits, and nobody pays for another's mistake.</summary>
[Collection(PostgresSuite.Name)]
public sealed class GroupCommitTests(PostgresServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Append_OfManyAtOnce_NeedsFewCommitsAndTellsEachItsNumbers()
    {
        var journal = new CountingJournal(new InMemoryJournal(new JournalDisk(), NoteCodec.Instance));
        await using var commits = new GroupCommit(journal);
        using (await journal.HoldAsync())
        {
            var first = commits.AppendAsync([PostgresWritersTests.First("first")], None); // is under way alone
            await journal.Waiting;
            var others = Enumerable.Range(0, 100)
                .Select(index => commits.AppendAsync(Two($"{index}"), None)).ToArray();
            journal.LetGo();
            Assert.Equal(1, await first);
            Assert.Equal(Enumerable.Range(0, 100).Select(index => 2L + 2 * index), await Task.WhenAll(others));
        }

        Assert.Equal(2, journal.Appends);
    }

    [Fact]
    public async Task Append_BesideWrongOnes_IsWrittenAndTheWrongAreTold()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var elsewhere = await database.OpenAsync();
        await elsewhere.AppendAsync(
            [PostgresWritersTests.First("taken", 1), PostgresWritersTests.First("moved")], None);
        var journal = new CountingJournal(await database.OpenAsync());
        await using (var commits = new GroupCommit(journal))
        using (await journal.HoldAsync())
        {
            var alone = commits.AppendAsync([PostgresWritersTests.First("alone")], None);
            await journal.Waiting;
            var good = commits.AppendAsync(Two("good", 10), None);
            var duplicate = commits.AppendAsync([.. Two("late", 20), Third("late", 1)], None);
            var conflict = commits.AppendAsync([PostgresWritersTests.First("moved", 30)], None);
            var after = commits.AppendAsync(Two("after", 40), None);
            journal.LetGo();
            await alone;
            Assert.Equal(4, await good);
            Assert.Equal(6, await after);
            Assert.Equal([2], (await Assert.ThrowsAsync<JournalDuplicateException>(() => duplicate)).Turns);
            Assert.Equal([0], (await Assert.ThrowsAsync<JournalConflictException>(() => conflict)).Turns);
        }

        var verdict = await elsewhere.VerifyAsync(None);
        Assert.True(verdict.IsWhole, verdict.Fault);
        Assert.Equal(7, verdict.Head.Sequence);
        await journal.DisposeAsync();
    }

    [Fact]
    public async Task Append_OfOneFactByTwoEntities_CallsNoneADuplicateOfWhatIsNotDurable()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var elsewhere = await database.OpenAsync();
        await elsewhere.AppendAsync([PostgresWritersTests.First("moved")], None);
        var journal = new CountingJournal(await database.OpenAsync());
        await using (var commits = new GroupCommit(journal))
        using (await journal.HoldAsync())
        {
            var alone = commits.AppendAsync([PostgresWritersTests.First("alone")], None);
            await journal.Waiting;
            var refused = commits.AppendAsync([PostgresWritersTests.First("moved", 5)], None);
            var taken = commits.AppendAsync([PostgresWritersTests.First("b", 5)], None);
            var again = commits.AppendAsync([PostgresWritersTests.First("c", 5)], None);
            journal.LetGo();
            await alone;
            await Assert.ThrowsAsync<JournalConflictException>(() => refused);
            Assert.Equal(3, await taken);
            await Assert.ThrowsAsync<JournalDuplicateException>(() => again);
        }

        await journal.DisposeAsync();
    }

    [Fact]
    public async Task Fault_OfTheNewestAppend_StandsUntilOneSucceeds()
    {
        var faults = new Queue<AppendFault>([AppendFault.Before, AppendFault.None]);
        var inner = new InMemoryJournal(new JournalDisk(), NoteCodec.Instance);
        var journal = new FaultyJournal(inner) { NextAppend = faults.Dequeue };
        await using var commits = new GroupCommit(journal);
        Assert.Null(commits.Fault);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => commits.AppendAsync(Two("a"), None));
        Assert.IsType<JournalUnavailableException>(commits.Fault);
        await commits.AppendAsync(Two("a"), None);
        Assert.Null(commits.Fault);
    }

    [Fact]
    public async Task Dispose_WithTurnsWaiting_AppendsThemAndTakesNoMore()
    {
        var journal = new CountingJournal(new InMemoryJournal(new JournalDisk(), NoteCodec.Instance));
        var commits = new GroupCommit(journal);
        var appended = Enumerable.Range(0, 50).Select(index => commits.AppendAsync(Two($"{index}"), None)).ToArray();
        await commits.DisposeAsync();
        Assert.Equal(100, journal.Head.Sequence);
        await Task.WhenAll(appended);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => commits.AppendAsync(Two("late"), None));
    }

    private static JournalTurn[] Two(string key, UInt128 identity = default)
    {
        var first = PostgresWritersTests.First(key, identity);
        return [first, first with { Version = 2, PreviousSequence = JournalTurn.Unnumbered, Identity = 0 }];
    }

    private static JournalTurn Third(string key, UInt128 identity)
    {
        var first = PostgresWritersTests.First(key, identity);
        return first with { Version = 3, PreviousSequence = JournalTurn.Unnumbered };
    }
}
