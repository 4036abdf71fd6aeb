using Supervision.Core.Cases;
using Supervision.Core.Ports;
using Supervision.Core.Receipts;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>Which case a receipt is for. Without the key of the installation nobody could make this table.</summary>
public sealed class ReceiptsView : IView
{
    private readonly ReceiptCodes codes;
    private readonly SqliteStatement save;
    private List<string> pending = [];
    private List<string> sealedCases = [];

    /// <summary>Prepares the view on the writing connection.</summary>
    public ReceiptsView(ViewDatabase database, ReceiptCodes codes)
    {
        this.codes = codes;
        database.Writer.Execute(Schema);
        save = database.Writer.Prepare("INSERT OR IGNORE INTO receipt(handle, no) VALUES(?1, ?2)");
    }

    /// <inheritdoc />
    public string Schema => "CREATE TABLE IF NOT EXISTS receipt(handle INTEGER PRIMARY KEY, no TEXT NOT NULL);";

    /// <inheritdoc />
    public void Apply(JournalEntry entry)
    {
        foreach (var @event in entry.Turn.Events)
        {
            if (@event is CaseMoved { Before: null, After.No: var no })
            {
                pending.Add(no);
            }
        }
    }

    /// <inheritdoc />
    public void Seal() => (pending, sealedCases) = (sealedCases, pending);

    /// <inheritdoc />
    public void Flush()
    {
        foreach (var no in sealedCases)
        {
            save.Bind(1, codes.HandleOf(no)).Bind(2, no).Run();
        }
    }

    /// <inheritdoc />
    public void Announce() => sealedCases.Clear();
}

/// <summary>Opens cases by their receipts. Safe for concurrent use.</summary>
public sealed class ReceiptDesk(
    ViewDatabase database, ReceiptCodes codes, Core.Reading.ICaseList cases, IEngine engine, IJournal journal)
{
    /// <summary>The receipt of a case.</summary>
    public string CodeOf(string caseNumber) => codes.Of(caseNumber);

    /// <summary>What a receipt tells; null when there is no such receipt, whatever is wrong with it.</summary>
    public async Task<Receipt?> OpenAsync(string? typed, CancellationToken cancellationToken)
    {
        if (ReceiptCodes.Read(typed) is not { } read || CaseOf(read.Handle) is not { } no || codes.Of(no) != read.Code
            || await cases.OpenAsync(no, cancellationToken) is not { } file)
        {
            return null;
        }

        var stream = new Core.Entities.StreamId(Core.Entities.EntityKind.Case, no);
        var snapshot = await engine.ReadAsync(stream, cancellationToken);
        return Receipt.Of(read.Code, file, await journal.ReadStreamAsync(
            stream, snapshot?.LastSequence ?? 0, 0, cancellationToken));
    }

    private string? CaseOf(long handle) => database.Read(reader =>
    {
        using var select = reader.Prepare("SELECT no FROM receipt WHERE handle = ?1");
        return select.Bind(1, handle).Step() ? select.Text(0) : null;
    });
}
