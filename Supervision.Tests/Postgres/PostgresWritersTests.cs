using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Journals.Postgres;
using Supervision.Tests.Support;

namespace Supervision.Tests.Postgres;

/// <summary>Several processes, one journal; here each is a journal opened on its own.</summary>
[Collection(PostgresSuite.Name)]
public sealed class PostgresWritersTests(PostgresServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(JournalAccess.Exclusive, JournalAccess.Exclusive)]
    [InlineData(JournalAccess.Exclusive, JournalAccess.Shared)]
    [InlineData(JournalAccess.Shared, JournalAccess.Exclusive)]
    public async Task Open_WriterThatExcludesAnother_IsRefused(JournalAccess first, JournalAccess second)
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using (await database.OpenAsync(first))
        {
            var refusal = await Assert.ThrowsAsync<JournalUnusableException>(() => database.OpenAsync(second));
            Assert.Contains("another process", refusal.Message, StringComparison.Ordinal);
        }

        await using var later = await database.OpenAsync(second);
        Assert.Equal(1, await later.AppendAsync([new TurnWriter().Next("a")], None));
    }

    [Fact]
    public async Task Append_ByAReader_IsRefused()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var writer = await database.OpenAsync(JournalAccess.Exclusive);
        await using var reader = await database.OpenAsync(JournalAccess.Read);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await reader.AppendAsync([new TurnWriter().Next("a")], None));
    }

    [Fact]
    public async Task Append_ByTwoAtOnce_KeepsOneChainWithoutGaps()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var one = await database.OpenAsync();
        await using var other = await database.OpenAsync();
        var firsts = await Task.WhenAll(Append(one, "one"), Append(other, "other"));
        Assert.Equal(Enumerable.Range(0, 60).Select(batch => 1L + batch * 10), firsts.SelectMany(all => all).Order());
        Assert.Equal(600, (await one.RefreshAsync(None)).Sequence);
        var verdict = await other.VerifyAsync(None);
        Assert.True(verdict.IsWhole, verdict.Fault);
        Assert.Equal(one.Head.Hash.ToArray(), verdict.Head.Hash.ToArray());

        static async Task<List<long>> Append(PostgresJournal journal, string name)
        {
            List<long> firsts = [];
            for (var batch = 0; batch < 30; batch++)
            {
                firsts.Add(await journal.AppendAsync(
                    [.. Enumerable.Range(0, 10).Select(index => First($"{name}-{batch}-{index}"))], None));
            }

            return firsts;
        }
    }

    [Fact]
    public async Task Append_AfterAnotherExtendedTheStream_ConflictsAndWritesNothing()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var one = await database.OpenAsync();
        await using var other = await database.OpenAsync();
        await one.AppendAsync([First("a"), First("b")], None);
        await other.AppendAsync([First("a") with { Version = 2, PreviousSequence = 1 }], None);
        JournalTurn[] batch =
        [
            First("c"), First("a") with { Version = 2, PreviousSequence = 1 },
            First("b") with { Version = 2, PreviousSequence = 2 },
            First("a") with { Version = 3, PreviousSequence = JournalTurn.Unnumbered }, First("b"),
        ];
        var refusal = await Assert.ThrowsAsync<JournalConflictException>(
            async () => await one.AppendAsync(batch, None));
        Assert.Equal([1, 3, 4], refusal.Turns);
        Assert.Equal(3, (await other.RefreshAsync(None)).Sequence);
        Assert.Equal(4, await one.AppendAsync([batch[0], batch[2]], None));
    }

    [Fact]
    public async Task Append_OfFactsAnotherTook_NamesThemAndWritesNothing()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var one = await database.OpenAsync();
        await using var other = await database.OpenAsync();
        await one.AppendAsync([First("a", 5), First("b", UInt128.MaxValue)], None);
        JournalTurn[] batch = [First("c", 5), First("d", 6), First("e"), First("f", 6), First("g", UInt128.MaxValue)];
        var refusal = await Assert.ThrowsAsync<JournalDuplicateException>(
            async () => await other.AppendAsync(batch, None));
        Assert.Equal([0, 3, 4], refusal.Turns);
        Assert.Equal(2, (await one.RefreshAsync(None)).Sequence);
        Assert.True(other.Knows(5));
        Assert.False(other.Knows(6));
        Assert.Equal(3, await other.AppendAsync([batch[1], batch[2]], None));
    }

    [Fact]
    public async Task Append_OfOneFactByTwoAtOnce_IsTakenOnce()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var one = await database.OpenAsync();
        await using var other = await database.OpenAsync();
        for (var round = 1; round <= 25; round++)
        {
            var taken = await Task.WhenAll(Take(one, $"one-{round}", round), Take(other, $"other-{round}", round));
            Assert.Single(taken, true);
        }

        Assert.Equal(25, (await one.RefreshAsync(None)).Sequence);

        static async Task<bool> Take(PostgresJournal journal, string stream, int identity)
        {
            await Task.Yield();
            try
            {
                await journal.AppendAsync([First(stream, (UInt128)identity)], None);
                return true;
            }
            catch (JournalDuplicateException)
            {
                return false;
            }
        }
    }

    /// <summary>The first turn of a case.</summary>
    internal static JournalTurn First(string key, UInt128 identity = default)
    {
        ImmutableArray<DomainEvent> events = [new Noted(key)];
        var at = new DateTimeOffset(2026, 10, 8, 9, 0, 0, TimeSpan.FromHours(8));
        return new(new(EntityKind.Case, key), 1, 0, at, at, identity, NoteCodec.BodyOf(events), events);
    }
}
