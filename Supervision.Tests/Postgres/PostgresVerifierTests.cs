using Supervision.Silo.Journals.Postgres;
using Supervision.Tests.Support;

namespace Supervision.Tests.Postgres;

/// <summary>Whoever can change the tables cannot hide it.</summary>
[Collection(PostgresSuite.Name)]
public sealed class PostgresVerifierTests(PostgresServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("UPDATE journal.entry SET body = set_byte(body, 3, get_byte(body, 3) # 1) WHERE sequence = 20", 20)]
    [InlineData("UPDATE journal.entry SET hash = set_byte(hash, 31, get_byte(hash, 31) # 1) WHERE sequence = 20", 20)]
    [InlineData("UPDATE journal.entry SET occurred = occurred + 1 WHERE sequence = 20", 20)]
    [InlineData("UPDATE journal.entry SET recorded = recorded - 1 WHERE sequence = 20", 20)]
    [InlineData("UPDATE journal.entry SET stream = stream || '0' WHERE sequence = 20", 20)]
    [InlineData("UPDATE journal.entry SET version = version + 1000 WHERE sequence = 20", 20)]
    [InlineData("UPDATE journal.entry SET previous = 0 WHERE sequence = 60", 60)]
    [InlineData("UPDATE journal.entry SET identity = NULL WHERE sequence = 20", 20)]
    [InlineData("UPDATE journal.entry SET sequence = 1000 WHERE sequence = 60", 60)]
    [InlineData("DELETE FROM journal.entry WHERE sequence = 20", 20)]
    [InlineData("DELETE FROM journal.entry WHERE sequence > 50", 51)]
    [InlineData("DELETE FROM journal.entry", 1)]
    [InlineData("UPDATE journal.head SET sequence = 50", 51)]
    [InlineData("UPDATE journal.head SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1)", 61)]
    [InlineData("DELETE FROM journal.head", 1)]
    public async Task Verify_AfterAnyChange_NamesTheFirstEntryThatCannotBeTrusted(string sql, long broken)
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var journal = await database.OpenAsync(JournalAccess.Exclusive);
        await journal.AppendAsync(new TurnWriter().Many(60), None);
        var before = await journal.VerifyAsync(None);
        Assert.True(before.IsWhole, before.Fault);
        Assert.Equal(journal.Head.Hash.ToArray(), before.Head.Hash.ToArray());
        await database.ExecuteAsync($"SET session_replication_role = replica; {sql}");
        var verdict = await journal.VerifyAsync(None);
        Assert.NotNull(verdict.Fault);
        Assert.Equal(broken, verdict.BrokenSequence);
    }

    [Fact]
    public async Task Prove_AnEntry_HoldsForAStranger()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var journal = await database.OpenAsync(JournalAccess.Exclusive);
        await journal.AppendAsync(new TurnWriter().Many(60), None);
        foreach (var (sequence, anchor) in ((long, long)[])[(1, 1), (1, 60), (20, 45), (60, 60)])
        {
            var proof = (await journal.ProveAsync(sequence, anchor, None))!;
            Assert.True(proof.Holds());
            Assert.Equal((sequence, anchor), (proof.Sequence, proof.AnchorSequence));
        }

        var whole = (await journal.ProveAsync(5, 60, None))!;
        Assert.Equal(journal.Head.Hash.ToArray(), whole.AnchorHash.ToArray());
        Assert.Null(await journal.ProveAsync(61, 70, None));
    }
}
