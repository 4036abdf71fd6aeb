using System.Security.Cryptography;
using Supervision.Core.Ports;
using Supervision.Silo.Journals;
using Supervision.Tests.Support;

namespace Supervision.Tests.Journals;

/// <summary>What leaves the journal: backups, torn copies, proofs.</summary>
public sealed class JournalCopiesTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder other = new();

    public void Dispose()
    {
        folder.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task Backup_WhileAppending_OpensAndHoldsAWholeBatch()
    {
        await using var journal = Open(folder);
        var turns = new TurnWriter();
        await journal.AppendAsync(turns.Many(2000), None);
        var appending = Task.Run(async () =>
        {
            for (var batch = 0; batch < 100; batch++)
                await journal.AppendAsync(turns.Many(20), None);
        });
        var file = new JournalFolder(other.Path).Journal;
        var head = journal.Backup(file, None);
        await appending;
        Assert.Null(JournalVerifier.Verify(file, None).Fault);
        Assert.Equal([file], Directory.GetFiles(other.Path));
        await using var restored = Open(other);
        Assert.Equal(head.Sequence, restored.Head.Sequence);
        Assert.Equal(0, restored.Head.Sequence % 20);
        var original = Assert.Single(await journal.ReadAsync(head.Sequence - 1, 1, None));
        var copied = Assert.Single(await restored.ReadAsync(head.Sequence - 1, 1, None));
        Assert.True(original.Turn.Body.Span.SequenceEqual(copied.Turn.Body.Span));
        Assert.True(restored.Knows(original.Turn.Identity));
    }

    [Fact]
    public async Task Backup_OfADamagedJournal_IsRefusedAndReplacesNothing()
    {
        await using (var journal = Open(folder))
            await journal.AppendAsync(new TurnWriter().Many(500), None);

        var source = new JournalFolder(folder.Path).Journal;
        var bytes = File.ReadAllBytes(source);
        bytes[^50] ^= 1;
        File.WriteAllBytes(source, bytes);
        var target = other.File("copy.db");
        File.WriteAllText(target, "older backup");
        Assert.Throws<JournalUnusableException>(() => JournalBackup.Write(source, target, None));
        Assert.Equal("older backup", File.ReadAllText(target));
        Assert.Equal([target], Directory.GetFiles(other.Path));
    }

    [Fact]
    public async Task Open_FilesCopiedWhileTheWriterWasKilled_HoldsEveryAcknowledgedBatch()
    {
        var random = new Random(20261008);
        var turns = new TurnWriter();
        await using var journal = SqliteJournal.Open(
            folder.Path, NoteCodec.Instance, new() { PageSizeBytes = 1024, LogSizeBytes = 32 << 10 });
        for (var round = 0; round < 10; round++)
        {
            for (var batch = random.Next(1, 12); batch > 0; batch--)
                await journal.AppendAsync(turns.Many(random.Next(1, 40)), None);

            using var torn = new TemporaryFolder();
            var copy = new JournalFolder(torn.Path);
            foreach (var file in (string[])[journal.Folder.Journal, journal.Folder.Head])
                File.Copy(file, torn.File(Path.GetFileName(file)));

            // A write that was cut off: half a frame after the last commit.
            var log = File.ReadAllBytes(JournalFolder.LogOf(journal.Folder.Journal));
            File.WriteAllBytes(JournalFolder.LogOf(copy.Journal), [.. log, .. log.AsSpan(32, 500)]);
            await using (var restarted = Open(torn))
            {
                Assert.Equal(journal.Head.Sequence, restarted.Head.Sequence);
                Assert.True(journal.Head.Hash.Span.SequenceEqual(restarted.Head.Hash.Span));
                await restarted.AppendAsync([new TurnWriter().Next($"after-{round}")], None);
            }

            Assert.Null(JournalVerifier.Verify(copy.Journal, None).Fault);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 60)]
    [InlineData(30, 60)]
    [InlineData(60, 60)]
    public async Task Proof_OfAnEntry_LetsAStrangerRecomputeTheHead(long sequence, long anchor)
    {
        await using var journal = Open(folder);
        await journal.AppendAsync(new TurnWriter().Many(60), None);
        var proof = (await journal.ProveAsync(sequence, anchor, None))!;
        Assert.Equal((sequence, anchor), (proof.Sequence, proof.AnchorSequence));
        var hash = proof.PreviousHash.ToArray();
        foreach (var digest in proof.FollowingDigests.Prepend(SHA256.HashData(proof.EntryBytes.Span)))
            hash = SHA256.HashData([.. hash, .. digest.Span]);

        Assert.Equal(proof.AnchorHash.ToArray(), hash);
        if (anchor == 60)
            Assert.Equal(journal.Head.Hash.ToArray(), hash);

        Assert.True(proof.Holds());
        var changed = proof.EntryBytes.ToArray();
        changed[^1] ^= 1;
        Assert.False((proof with { EntryBytes = changed }).Holds());
        Assert.Null(await journal.ProveAsync(61, 70, None));
    }

    private static SqliteJournal Open(TemporaryFolder where) =>
        SqliteJournal.Open(where.Path, NoteCodec.Instance, new() { PageSizeBytes = 1024 });
}
