using Supervision.Silo.Journals.Postgres;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Postgres;

/// <summary>Readers in other processes hear of every append; none of them polls here.</summary>
[Collection(PostgresSuite.Name)]
public sealed class PostgresFollowerTests(PostgresServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Feed_OfAReader_GivesWhatAnotherProcessAppends()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var writer = await database.OpenAsync(JournalAccess.Exclusive);
        await using var reader = await database.OpenAsync(JournalAccess.Read);
        var feed = new JournalFeed(reader);
        using var follower = feed.Follow();
        reader.Grown += feed.Wake;
        var turns = new TurnWriter();
        var position = 0L;
        for (var round = 1; round <= 20; round++)
        {
            var next = follower.NextAsync(position, 100, None).AsTask();
            Assert.False(next.IsCompleted);
            await writer.AppendAsync(turns.Many(3), None);
            var entries = await next.WaitAsync(Patience);
            Assert.Equal([position + 1, position + 2, position + 3], entries.Select(entry => entry.Sequence));
            position += 3;
        }

        Assert.Equal(writer.Head.Hash.ToArray(), reader.Head.Hash.ToArray());
    }

    [Fact]
    public async Task Head_OfOneWriter_FollowsTheOther()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var one = await database.OpenAsync();
        await using var other = await database.OpenAsync();
        await one.AppendAsync(new TurnWriter().Many(5), None);
        await ReachesAsync(other, 5);
    }

    [Fact]
    public async Task Head_AfterTheListenerWasCut_CatchesUpWithWhatItMissed()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var writer = await database.OpenAsync(JournalAccess.Exclusive);
        await using var reader = await database.OpenAsync(JournalAccess.Read);
        var turns = new TurnWriter();
        await writer.AppendAsync(turns.Many(2), None);
        await ReachesAsync(reader, 2);
        await database.CutAsync("query LIKE 'LISTEN%'");
        await writer.AppendAsync(turns.Many(2), None);
        await ReachesAsync(reader, 4);
        await writer.AppendAsync(turns.Many(2), None);
        await ReachesAsync(reader, 6);
    }

    [Fact]
    public async Task Head_AfterForeignNotifications_IsUnmoved()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var reader = await OpenedWithEntryAsync(database);
        foreach (var payload in (string[])["", "99", "99 abc", "x " + new string('0', 64), "-5 " + new string('0', 64)])
            await database.ExecuteAsync($"SELECT pg_notify('supervision_journal', '{payload}')");

        await using var writer = await database.OpenAsync(JournalAccess.Exclusive);
        await writer.AppendAsync([PostgresWritersTests.First("b")], None);
        await ReachesAsync(reader, 2);
        Assert.Equal(2, reader.Head.Sequence);
    }

    /// <summary>Returns once the journal has heard of an entry.</summary>
    internal static async Task ReachesAsync(PostgresJournal journal, long sequence)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        journal.Grown += Look;
        Look();
        await reached.Task.WaitAsync(Patience);
        journal.Grown -= Look;

        void Look()
        {
            if (journal.Head.Sequence >= sequence)
                reached.TrySetResult();
        }
    }

    private static async Task<PostgresJournal> OpenedWithEntryAsync(PostgresDatabase database)
    {
        await using (var writer = await database.OpenAsync(JournalAccess.Exclusive))
            await writer.AppendAsync([PostgresWritersTests.First("a")], None);

        var reader = await database.OpenAsync(JournalAccess.Read);
        Assert.Equal(1, reader.Head.Sequence);
        return reader;
    }
}
