using Supervision.Core.Ports;
using Supervision.Silo.Storage;
using Supervision.Silo.Views;

namespace Supervision.Silo.Attachments;

/// <summary>Which contents steps and patrols name: what a sweep leaves alone.</summary>
public sealed class AttachmentsView : IView
{
    private readonly ViewDatabase database;
    private readonly SqliteStatement save;
    private List<string> pending = [];
    private List<string> sealedHashes = [];

    /// <summary>Prepares the view on the writing connection.</summary>
    public AttachmentsView(ViewDatabase database)
    {
        this.database = database;
        database.Writer.Execute(Schema);
        save = database.Writer.Prepare("INSERT OR IGNORE INTO attachment(hash) VALUES(?1)");
    }

    /// <inheritdoc />
    public string Schema => "CREATE TABLE IF NOT EXISTS attachment(hash TEXT PRIMARY KEY) WITHOUT ROWID;";

    /// <summary>Whether a step names this content, as far as the views have come.</summary>
    public bool Names(string hash) => database.Read(reader =>
    {
        using var select = reader.Prepare("SELECT 1 FROM attachment WHERE hash = ?1");
        return select.Bind(1, hash).Step();
    });

    /// <inheritdoc />
    public void Apply(JournalEntry entry)
    {
        pending.AddRange(AttachmentAudit.Of(entry.Turn.Events).Select(attachment => attachment.Hash));
    }

    /// <inheritdoc />
    public void Seal() => (pending, sealedHashes) = (sealedHashes, pending);

    /// <inheritdoc />
    public void Flush()
    {
        foreach (var hash in sealedHashes)
        {
            save.Bind(1, hash).Run();
        }
    }

    /// <inheritdoc />
    public void Announce() => sealedHashes.Clear();
}
