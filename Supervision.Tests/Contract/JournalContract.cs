using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Tests.Support;

namespace Supervision.Tests.Contract;

/// <summary>What every journal does, whatever stores it. One subclass per provider.</summary>
public abstract class JournalContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Opens the journal of this test: empty at first, and the same one again after it was disposed.</summary>
    protected abstract ValueTask<IJournal> OpenAsync();

    [Fact]
    public async Task Append_ToAnEmptyJournal_NumbersEntriesFromOneWithoutGaps()
    {
        await using var journal = await OpenAsync();
        var turns = new TurnWriter();
        Assert.Equal(JournalHead.Empty.Sequence, journal.Head.Sequence);
        Assert.True(journal.Head.Hash.Span.SequenceEqual(new byte[32]));
        Assert.Equal(1, await journal.AppendAsync(turns.Many(3), None));
        Assert.Equal(4, await journal.AppendAsync([turns.Next("x")], None));
        Assert.Equal(4, journal.Head.Sequence);
        Assert.Equal([1L, 2, 3, 4], (await journal.ReadAsync(0, 10, None)).Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task Read_AfterAppend_GivesBackWhatWasWritten()
    {
        await using var journal = await OpenAsync();
        var written = new TurnWriter().Next("办件/1", "受理\n第二行", UInt128.MaxValue);
        await journal.AppendAsync([written], None);
        var read = Assert.Single(await journal.ReadAsync(0, 10, None)).Turn;
        Assert.Equal(written.Stream, read.Stream);
        Assert.Equal((1, 0), (read.Version, read.PreviousSequence));
        Assert.Equal(written.OccurredAt, read.OccurredAt);
        Assert.Equal(written.RecordedAt, read.RecordedAt);
        Assert.Equal(UInt128.MaxValue, read.Identity);
        Assert.True(written.Body.Span.SequenceEqual(read.Body.Span));
        Assert.Equal([new Noted("受理"), new Noted("第二行")], read.Events);
    }

    [Fact]
    public async Task Read_WithPositionAndLimit_TakesEntriesAfterThePosition()
    {
        await using var journal = await OpenAsync();
        await journal.AppendAsync(new TurnWriter().Many(10), None);
        Assert.Equal([4L, 5, 6], (await journal.ReadAsync(3, 3, None)).Select(entry => entry.Sequence));
        Assert.Empty(await journal.ReadAsync(10, 3, None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await journal.ReadAsync(0, 0, None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await journal.ReadAsync(0, 10_001, None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadStream_AmongOthers_GivesItsEntriesOldestFirst(bool lastKnown)
    {
        await using var journal = await OpenAsync();
        var turns = new TurnWriter();
        await journal.AppendAsync([turns.Next("a", "1"), turns.Next("b"), turns.Next("a", "2")], None);
        await journal.AppendAsync([turns.Next("b"), turns.Next("a", "3"), turns.Next("b")], None);
        var stream = new StreamId(EntityKind.Case, "a");
        var last = lastKnown ? turns.Of(stream).Sequence : 0;
        var whole = await journal.ReadStreamAsync(stream, last, 0, None);
        Assert.Equal([1L, 3, 5], whole.Select(entry => entry.Sequence));
        Assert.Equal([new Noted("1"), new Noted("2"), new Noted("3")], whole.SelectMany(entry => entry.Turn.Events));
        Assert.Equal([5L], (await journal.ReadStreamAsync(stream, last, 2, None)).Select(entry => entry.Sequence));
        Assert.Empty(await journal.ReadStreamAsync(stream, last, 3, None));
    }

    [Fact]
    public async Task ReadStream_OfUnknownStream_IsEmpty()
    {
        await using var journal = await OpenAsync();
        await journal.AppendAsync(new TurnWriter().Many(3), None);
        Assert.Empty(await journal.ReadStreamAsync(new(EntityKind.Window, "W01"), 0, 0, None));
    }

    [Fact]
    public async Task Knows_IdentityOfAnAppendedTurn_BeforeAndAfterReopening()
    {
        var turns = new TurnWriter();
        await using (var journal = await OpenAsync())
        {
            Assert.False(journal.Knows(5));
            var highOnly = (UInt128)7 << 64;
            await journal.AppendAsync(
                [turns.Next("a", identity: 5), turns.Next("a"), turns.Next("b", identity: highOnly)], None);
            Assert.True(journal.Knows(5));
        }

        await using var again = await OpenAsync();
        Assert.True(again.Knows(5));
        Assert.True(again.Knows((UInt128)7 << 64));
        Assert.False(again.Knows(6));
        Assert.False(again.Knows(UInt128.Zero));
    }

    [Fact]
    public async Task Head_AfterReopening_IsTheSameAndGrows()
    {
        var turns = new TurnWriter();
        JournalHead head;
        await using (var journal = await OpenAsync())
        {
            await journal.AppendAsync(turns.Many(5), None);
            head = journal.Head;
        }

        await using var again = await OpenAsync();
        Assert.Equal(head.Sequence, again.Head.Sequence);
        Assert.True(head.Hash.Span.SequenceEqual(again.Head.Hash.Span));
        Assert.Equal(6, await again.AppendAsync([turns.Next("z")], None));
        Assert.False(head.Hash.Span.SequenceEqual(again.Head.Hash.Span));
    }

    // Entries 1 and 2 are of another stream; entry 3, in the same batch, is version 1 of this one.
    public static TheoryData<long, long> Contradictions => new() { { 0, 0 }, { 1, 1 }, { 2, 0 }, { 2, 9 }, { 3, 3 } };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task Append_TurnThatCannotFollow_ConflictsAndWritesNothing(long version, long previous)
    {
        await using var journal = await OpenAsync();
        var turns = new TurnWriter();
        await journal.AppendAsync([turns.Next("a"), turns.Next("a")], None);
        var good = turns.Next("b");
        var bad = turns.Next("b") with { Version = version, PreviousSequence = previous };
        await Assert.ThrowsAsync<JournalConflictException>(async () => await journal.AppendAsync([good, bad], None));
        Assert.Equal(2, journal.Head.Sequence);
        Assert.Equal(2, (await journal.ReadAsync(0, 10, None)).Count);
    }

    [Fact]
    public async Task Append_TurnsThatCannotKnowTheirNumbers_NumbersThem()
    {
        await using var journal = await OpenAsync();
        var turns = new TurnWriter();
        await journal.AppendAsync([turns.Next("z"), turns.Next("a")], None);
        JournalTurn[] batch = [turns.Next("a"), turns.Next("b"), turns.Next("a"), turns.Next("b")];
        await journal.AppendAsync(
            [batch[0], batch[1], .. batch[2..].Select(Unnumbered)], None);
        var read = await journal.ReadAsync(2, 10, None);
        Assert.Equal(batch.Select(turn => turn.PreviousSequence), read.Select(entry => entry.Turn.PreviousSequence));
        var refusal = await Assert.ThrowsAsync<JournalConflictException>(
            async () => await journal.AppendAsync([turns.Next("c"), Unnumbered(turns.Next("b"))], None));
        Assert.Equal([1], refusal.Turns);
        Assert.Equal(6, journal.Head.Sequence);

        static JournalTurn Unnumbered(JournalTurn turn) => turn with { PreviousSequence = JournalTurn.Unnumbered };
    }

    [Fact]
    public async Task Refresh_AfterAppends_GivesTheHead()
    {
        await using var journal = await OpenAsync();
        Assert.Equal(0, (await journal.RefreshAsync(None)).Sequence);
        await journal.AppendAsync(new TurnWriter().Many(3), None);
        Assert.Equal(journal.Head, await journal.RefreshAsync(None));
        Assert.Equal(3, journal.Head.Sequence);
    }

    [Fact]
    public async Task Head_OfEqualEntries_IsTheSameInEveryJournal()
    {
        await using var journal = await OpenAsync();
        var reference = new InMemoryJournal(new JournalDisk(), NoteCodec.Instance);
        var turns = new TurnWriter().Many(300);
        await reference.AppendAsync(turns, None);
        foreach (var part in turns.Chunk(77))
            await journal.AppendAsync(part, None);

        Assert.Equal(Convert.ToHexString(reference.Head.Hash.Span), Convert.ToHexString(journal.Head.Hash.Span));
    }

    [Fact]
    public async Task Read_WhileAppending_SeesWholeBatchesInOrder()
    {
        await using var journal = await OpenAsync();
        var turns = new TurnWriter();
        var appending = Task.Run(async () =>
        {
            for (var batch = 0; batch < 50; batch++)
                await journal.AppendAsync(turns.Many(20), None);
        });
        var seen = 0L;
        while (seen < 1000)
        {
            var entries = await journal.ReadAsync(seen, 10_000, None);
            Assert.Equal(0, entries.Count % 20);
            foreach (var entry in entries)
                Assert.Equal(++seen, entry.Sequence);
        }

        await appending;
    }
}
