using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Components.Pages;

/// <summary>The alerts of a filter as CSV, written page by page so that memory stays the same however long the list.</summary>
public sealed class AlertDownload(IAlertList alerts, INames names, HallTime time, IOptions<PageOptions> options)
{
    private const int PageLines = 1000;

    private static readonly string[] Columns =
        ["panel.id", "filter.kind", "col.level", "filter.clock", "col.what", "col.subject", "col.at", "col.recordedAt",
         "col.state", "filter.hall", "detail.window", "detail.department", "detail.item", "panel.why", "panel.revoked"];

    /// <summary>Writes the whole download.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var filter = AlertFilter.From(context.Request.Query);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"alerts.csv\"";
        // The byte order mark tells spreadsheets that the text is UTF-8.
        await using var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(true), leaveOpen: true);
        await writer.WriteAsync(Line(Columns.Select(Words.Of)).AsMemory(), cancellationToken);
        string? after = null;
        for (var written = 0; written < options.Value.DownloadLinesMax;)
        {
            var limit = Math.Min(PageLines, options.Value.DownloadLinesMax - written);
            var page = alerts.Find(filter.Query(after, limit));
            foreach (var row in page.Items)
            {
                await writer.WriteAsync(Line(Cells(row)).AsMemory(), cancellationToken);
            }

            written += page.Items.Count;
            after = page.Next;
            if (after is null)
            {
                break;
            }
        }
    }

    private IEnumerable<string?> Cells(AlertRow row) =>
    [
        row.Id, Words.Of($"kind.{Spelling.Of(row.Kind)}"), Words.Of($"level.{Spelling.Of(row.Level)}"),
        row.Clock is null ? null : Words.OfCode("clock", row.Clock), Words.OfCode("code", row.Code), row.Subject,
        time.Second(row.At), time.Second(row.RecordedAt), Words.Of($"state.{Spelling.Of(row.State)}"),
        row.Hall is null ? null : names.Hall(row.Hall), row.Window is null ? null : names.Window(row.Window),
        row.Department is null ? null : names.Department(row.Department), row.Item is null ? null : names.Item(row.Item),
        row.Because, row.RevokedBecause,
    ];

    private static string Line(IEnumerable<string?> cells) =>
        string.Join(',', cells.Select(cell => Quote(cell ?? ""))) + "\r\n";

    /// <summary>Quotes a cell; one that a spreadsheet would take for a formula is made text first.</summary>
    private static string Quote(string cell)
    {
        var text = cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;
        return string.Create(CultureInfo.InvariantCulture, $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }
}
