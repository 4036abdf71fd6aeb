using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>The audit as a sheet.</summary>
internal sealed class AuditExport(HallTime time) : IExport<AuditLine>
{
    public string Name => "audit";

    public IReadOnlyList<ExportColumn<AuditLine>> Columns { get; } =
    [
        new("audit.number", line => line.Sequence),
        new("audit.at", line => time.Local(line.At)),
        new("audit.kind", line => Words.Of($"audited.{Spelling.Of(line.Entry.Kind)}")),
        new("audit.name", line => line.Entry.Name),
        new("audit.role", line => line.Entry.Role),
        new("audit.organisation", line => line.Entry.Organisation),
        new("audit.subject", line => line.Entry.Subject),
        new("audit.detail", line => line.Entry.Detail),
        new("audit.address", line => line.Entry.Address),
    ];
}
