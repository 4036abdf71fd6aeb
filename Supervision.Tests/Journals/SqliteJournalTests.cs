using Supervision.Core.Ports;
using Supervision.Silo.Journals;
using Supervision.Tests.Contract;
using Supervision.Tests.Support;

namespace Supervision.Tests.Journals;

public sealed class SqliteJournalTests : JournalContract, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();

    private string JournalFile => new JournalFolder(folder.Path).Journal;

    public void Dispose() => folder.Dispose();

    protected override ValueTask<IJournal> OpenAsync() => new(Open());

    [Fact]
    public async Task Open_WhileAnotherWriterHasIt_SaysSo()
    {
        await using var first = Open();
        var failure = Assert.Throws<JournalUnusableException>(() => Open());
        Assert.Contains("another process", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_DoesNotDependOnHowAppendsWereBatched()
    {
        var whole = new TurnWriter().Many(40);
        await using var one = Open();
        await one.AppendAsync(whole, None);
        using var otherFolder = new TemporaryFolder();
        await using var other = SqliteJournal.Open(otherFolder.Path, NoteCodec.Instance, new());
        foreach (var part in whole.Chunk(7))
            await other.AppendAsync(part, None);

        Assert.True(one.Head.Hash.Span.SequenceEqual(other.Head.Hash.Span));
    }

    [Theory]
    [InlineData("not a database at all, but long enough to hold a header of one hundred bytes if it were one........")]
    [InlineData("")]
    public void Open_FileThatIsNotSqlite_IsRefusedAndUntouched(string content)
    {
        File.WriteAllText(JournalFile, content);
        Refused("not an SQLite file");
    }

    [Fact]
    public async Task Open_FileOfAnotherProgram_IsRefusedAndUntouched()
    {
        await WriteSomeAsync();
        Overwrite(68, 0x11);
        Refused("another program");
    }

    [Fact]
    public async Task Open_NewerFormat_IsRefusedAndUntouched()
    {
        await WriteSomeAsync();
        Overwrite(63, 99);
        Refused("newer version");
    }

    [Fact]
    public async Task Open_FileCutOff_IsRefusedAndUntouched()
    {
        await WriteSomeAsync();
        using (var file = File.OpenWrite(JournalFile))
            file.SetLength(file.Length / 2);

        Refused("cut off");
    }

    [Fact]
    public async Task Open_OlderFileBesideANewerHeadRecord_IsRefused()
    {
        var turns = new TurnWriter();
        await using (var journal = Open())
            await journal.AppendAsync(turns.Many(3), None);

        File.Copy(JournalFile, folder.File("older"));
        await using (var journal = Open())
            await journal.AppendAsync(turns.Many(3), None);

        File.Move(folder.File("older"), JournalFile, overwrite: true);
        Refused("lost or replaced");
    }

    private SqliteJournal Open() => SqliteJournal.Open(folder.Path, NoteCodec.Instance, new());

    private async Task WriteSomeAsync()
    {
        await using var journal = Open();
        await journal.AppendAsync(new TurnWriter().Many(300), None);
    }

    private void Overwrite(int position, byte value)
    {
        var bytes = File.ReadAllBytes(JournalFile);
        bytes[position] = value;
        File.WriteAllBytes(JournalFile, bytes);
    }

    private void Refused(string because)
    {
        var before = File.ReadAllBytes(JournalFile);
        var failure = Assert.Throws<JournalUnusableException>(() => Open());
        Assert.Contains(because, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(JournalFile));
    }
}
