using Supervision.Core.Ports;
using Supervision.Tests.Support;

namespace Supervision.Tests.Contract;

/// <summary>The test double keeps the promises of the real ones, or what is proved with it proves nothing.</summary>
public sealed class InMemoryJournalTests : JournalContract
{
    private readonly JournalDisk disk = new();

    protected override ValueTask<IJournal> OpenAsync() => new(new InMemoryJournal(disk, NoteCodec.Instance));
}
