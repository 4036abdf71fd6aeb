using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>How the windows of a hall look in a spreadsheet; what the reader may not learn is empty.</summary>
public sealed class WindowExport(INames names, HallTime time) : IExport<WindowRow>
{
    /// <inheritdoc />
    public string Name => "windows";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<WindowRow>> Columns { get; } =
    [
        new("filter.hall", row => row.Hall is { } hall ? names.Hall(hall) : null),
        new("detail.window", row => row.Id),
        new("detail.department", row => row.Department is { } department ? names.Department(department) : null),
        new("col.state", row => Words.Of($"window.{Spelling.Of(row.State)}")),
        new("halls.sinceWhen", row => row.Since is { } since ? time.Local(since) : null),
        new("halls.present", row => string.Join('、', row.Present.Select(names.Staff))),
        new("halls.queue", row => row.Queue),
        new("halls.served", row => row.Served),
        new("halls.lastRating", row => row.LastScore is { } score ? Words.Of($"score.{score}") : null),
        new("halls.findings", row => row.Findings),
    ];
}
