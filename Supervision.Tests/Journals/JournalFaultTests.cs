using SQLitePCL;
using Supervision.Core.Ports;
using Supervision.Silo.Journals;
using Supervision.Silo.Journals.Verification;
using Supervision.Tests.Support;

namespace Supervision.Tests.Journals;

/// <summary>The journal on a disk that fills up, and what it assumes about SQLite.</summary>
public sealed class JournalFaultTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Append_WithoutRoom_IsUnavailableAndGoesOnByItselfOnceThereIsRoom()
    {
        await using var journal = SqliteJournal.Open(folder.Path, NoteCodec.Instance, new() { PageSizeBytes = 1024 });
        var turns = new TurnWriter();
        await journal.AppendAsync(turns.Many(10), None);
        var refused = turns.Many(500, firstIdentity: 1000);
        journal.LimitPages(20);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.AppendAsync(refused, None));
            Assert.Equal(10, journal.Head.Sequence);
            Assert.False(journal.Knows(refused[0].Identity));
            Assert.Equal(10, (await journal.ReadAsync(0, 1000, None)).Count);
        }

        journal.LimitPages(1 << 20);
        Assert.Equal(11, await journal.AppendAsync(refused, None));
        Assert.True(journal.Knows(refused[^1].Identity));
        Assert.Null(journal.Verify(None).Fault);
    }

    [Fact]
    public void LibraryVersions_IncludeTheOneInUse()
    {
        Batteries_V2.Init();
        Assert.Contains(raw.sqlite3_libversion_number(), FileHeader.LibraryVersions);
    }
}
