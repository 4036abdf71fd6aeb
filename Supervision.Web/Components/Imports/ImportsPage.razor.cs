using Microsoft.AspNetCore.Components;
using Supervision.Core.Rules.Imports;
using Supervision.Ingest.Files;
using Supervision.Silo.Auditing;
using Supervision.Silo.Hosting;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;
using Supervision.Web.Imports;

namespace Supervision.Web.Components.Imports;

/// <summary>
/// Tries a table against the rule book in force and shows every fault by row, or the merged rule book to take away. It
/// changes nothing: a rule book takes effect by its file (ADR 57).
/// </summary>
public partial class ImportsPage
{
    private const int FaultsShown = 1000;

    [Inject] private RuleShelf Rules { get; set; } = null!;

    [Inject] private AuditLog Audit { get; set; } = null!;

    private ImportResult? Result { get; set; }

    private async Task TryAsync()
    {
        if (!ImportTable.All.TryGetValue(Sent("table"), out var table)
            || Context.Request.Form.Files["file"] is not { Length: > 0 and <= SheetReader.FileBytesMax } file)
        {
            Faults = [Words.Of("imports.noFile", SheetReader.FileBytesMax / 1024 / 1024)];
            return;
        }

        Audit.Write(Context, AuditKind.RulesTried, table.Name, file.FileName);
        try
        {
            await using var stream = file.OpenReadStream();
            Result = RuleBookImport.Try(Rules.ReadCurrent(), table, SheetReader.Read(stream));
        }
        catch (UnreadableFileException exception)
        {
            Faults = [exception.Message];
        }
    }
}
