using Supervision.Silo.Journals;
using Supervision.Tests.Support;

namespace Supervision.Tests.Journals;

public sealed class JournalVerifierTests : IDisposable
{
    private const int Seed = 20261008;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();

    private string JournalFile => new JournalFolder(folder.Path).Journal;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(512, 60)]
    [InlineData(1024, 5000)]
    [InlineData(4096, 200)]
    [InlineData(65_536, 3000)]
    public async Task Verify_WholeJournal_GivesItsHead(int pageSize, int bodyBytes)
    {
        var head = await WriteAsync(pageSize, entries: 3000, bodyBytes);
        var verdict = JournalVerifier.Verify(JournalFile, None);
        Assert.Null(verdict.Fault);
        Assert.Null(verdict.BrokenSequence);
        Assert.Equal(head.Sequence, verdict.Head.Sequence);
        Assert.True(head.Hash.Span.SequenceEqual(verdict.Head.Hash.Span));
    }

    [Theory]
    [InlineData(512, 60)]
    [InlineData(1024, 3000)]
    [InlineData(16_384, 100)]
    public async Task Verify_AnyByteOfTheFileFlipped_IsFound(int pageSize, int bodyBytes)
    {
        await WriteAsync(pageSize, entries: 400, bodyBytes);
        var random = new Random(Seed);
        var length = new FileInfo(JournalFile).Length;
        var interior = InteriorPages(pageSize);
        var positions = Enumerable.Range(0, 108).Select(at => (long)at)
            .Concat(Enumerable.Range(0, 250).Select(_ => random.NextInt64(length)))
            .Concat(interior.SelectMany(page =>
                Enumerable.Range(0, 10).Select(_ => page * pageSize + random.Next(pageSize))));
        AssertFound(positions, random);
    }

    [Fact]
    public async Task Verify_JournalOfAKilledProcess_FindsFlipsInPagesTheLogHides()
    {
        await WriteAsync(pageSize: 512, entries: 300, bodyBytes: 60);
        var turns = new TurnWriter();
        using var copy = new TemporaryFolder();
        await using (var journal = Open(4096))
        {
            foreach (var entry in await journal.ReadAsync(0, 1000, None))
                turns.Next(entry.Turn.Stream.Key);

            await journal.AppendAsync(turns.Many(30, bodyBytes: 60), None);
            CopyAsKilled(copy);
        }

        var file = new JournalFolder(copy.Path).Journal;
        Assert.Null(JournalVerifier.Verify(file, None).Fault);
        Assert.Equal(330, JournalVerifier.Verify(file, None).Head.Sequence);
        var random = new Random(Seed);
        var length = new FileInfo(file).Length;
        AssertFound(Enumerable.Range(0, 108).Select(at => (long)at)
            .Concat(Enumerable.Range(512, 512).Select(at => (long)at)) // the root
            .Concat(Enumerable.Range(0, 1024).Select(at => length - 1 - at))
            .Concat(Enumerable.Range(0, 100).Select(_ => random.NextInt64(length))), random, file);
    }

    [Fact]
    public async Task Verify_LogCutOff_NamesTheLostTail()
    {
        using var copy = new TemporaryFolder();
        await using (var journal = Open(4096))
        {
            var turns = new TurnWriter();
            for (var batch = 0; batch < 5; batch++)
                await journal.AppendAsync(turns.Many(10), None);

            CopyAsKilled(copy);
        }

        var file = new JournalFolder(copy.Path).Journal;
        using (var log = File.OpenWrite(file + "-wal"))
            log.SetLength(log.Length - 100);

        var verdict = JournalVerifier.Verify(file, None);
        Assert.Contains("tail is lost", verdict.Fault, StringComparison.Ordinal);
        Assert.Equal(41, verdict.BrokenSequence);
    }

    [Fact]
    public async Task Verify_LogDamagedInTheMiddle_IsFoundEvenWithoutAHeadRecord()
    {
        using var copy = new TemporaryFolder();
        await using (var journal = Open(4096))
        {
            var turns = new TurnWriter();
            for (var batch = 0; batch < 5; batch++)
                await journal.AppendAsync(turns.Many(10), None);

            CopyAsKilled(copy);
        }

        var file = new JournalFolder(copy.Path).Journal;
        File.Delete(JournalFolder.HeadOf(file));
        Flip(file + "-wal", 200, 1);
        Assert.Contains("log is damaged", JournalVerifier.Verify(file, None).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_EntryRewrittenWithItsHash_BreaksAtTheNextEntry()
    {
        await WriteAsync(4096, entries: 20, bodyBytes: 50);
        using (var database = Silo.Storage.SqliteDatabase.Open(JournalFile))
            database.Execute("UPDATE entry SET body = x'6162' WHERE seq = 7");

        Assert.Equal(7, JournalVerifier.Verify(JournalFile, None).BrokenSequence);
    }

    [Fact]
    public async Task Verify_StreamThatForks_NamesTheEntry()
    {
        await using (var journal = Open(4096))
        {
            var turns = new TurnWriter();
            await journal.AppendAsync([turns.Next("a")], None);
            await journal.AppendAsync([turns.Next("b")], None);
            await journal.AppendAsync([turns.Next("b") with { PreviousSequence = 1 }], None); // an engine's mistake
        }

        Assert.Equal(3, JournalVerifier.Verify(JournalFile, None).BrokenSequence);
    }

    [Fact]
    public async Task Verify_WhileAppending_CoversAWholeBatch()
    {
        await using var journal = SqliteJournal.Open(
            folder.Path, NoteCodec.Instance, new() { PageSizeBytes = 1024, LogSizeBytes = 64 << 10 });
        var turns = new TurnWriter();
        await journal.AppendAsync(turns.Many(20), None);
        var appending = Task.Run(async () =>
        {
            for (var batch = 0; batch < 200; batch++)
                await journal.AppendAsync(turns.Many(20), None);
        });
        do
        {
            var verdict = journal.Verify(None);
            Assert.Null(verdict.Fault);
            Assert.Equal(0, verdict.Head.Sequence % 20);
        }
        while (!appending.IsCompleted);
        await appending;
    }

    private void AssertFound(IEnumerable<long> positions, Random random, string? path = null)
    {
        foreach (var position in positions)
        {
            var mask = (byte)(1 << random.Next(8));
            Flip(path ?? JournalFile, position, mask);
            var verdict = JournalVerifier.Verify(path ?? JournalFile, None);
            Assert.False(verdict.IsWhole, $"A flip of {mask:X2} at byte {position} was not found.");
            Flip(path ?? JournalFile, position, mask);
        }

        Assert.Null(JournalVerifier.Verify(path ?? JournalFile, None).Fault);
    }

    private static void Flip(string path, long position, byte mask)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Span<byte> one = stackalloc byte[1];
        RandomAccess.Read(file, one, position);
        one[0] ^= mask;
        RandomAccess.Write(file, one, position);
    }

    private IEnumerable<long> InteriorPages(int pageSize)
    {
        var bytes = File.ReadAllBytes(JournalFile);
        return Enumerable.Range(1, bytes.Length / pageSize - 1).Where(page => bytes[page * pageSize] == 5)
            .Select(page => (long)page).ToList();
    }

    private void CopyAsKilled(TemporaryFolder to)
    {
        var journal = new JournalFolder(folder.Path);
        foreach (var file in (string[])[journal.Journal, journal.Head, JournalFolder.LogOf(journal.Journal)])
            File.Copy(file, to.File(Path.GetFileName(file)));
    }

    private SqliteJournal Open(int pageSize) =>
        SqliteJournal.Open(folder.Path, NoteCodec.Instance, new() { PageSizeBytes = pageSize });

    private async Task<Core.Ports.JournalHead> WriteAsync(int pageSize, int entries, int bodyBytes)
    {
        await using var journal = Open(pageSize);
        var turns = new TurnWriter();
        foreach (var batch in turns.Many(entries, bodyBytes).Chunk(37))
            await journal.AppendAsync(batch, None);

        return journal.Head;
    }
}
