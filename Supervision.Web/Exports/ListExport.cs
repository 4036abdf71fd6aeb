using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Exports;

/// <summary>What a list looks like outside the browser: one definition for pages and API, CSV and xlsx.</summary>
public interface IExport<T>
{
    /// <summary>File name without its ending.</summary>
    string Name { get; }

    /// <summary>Columns in order.</summary>
    IReadOnlyList<ExportColumn<T>> Columns { get; }
}

/// <summary>One column.</summary>
/// <param name="Word">Key of its title in the page's words; of a figure its name.</param>
/// <param name="Cell">
/// Its value: a text, a number, a local <see cref="DateTime"/>, a <see cref="DateOnly"/>, or null.
/// </param>
public sealed record ExportColumn<T>(string Word, Func<T, object?> Cell)
{
    /// <summary>The figure it shows, which says itself what it is; null for what the page's words say.</summary>
    public ScoreInput? Figure { get; init; }

    /// <summary>Its title in the language of the request.</summary>
    public string Title => Figure is null ? Words.Of(Word) : Words.InEnglish ? Figure.NameEnglish : Figure.Name;

    /// <summary>What it means, in the language of the request; null where its title says it all.</summary>
    public string? Definition => Figure is not null
        ? Words.InEnglish ? Figure.DefinitionEnglish : Figure.Definition
        : Words.Has($"define.{Word}") ? Words.Of($"define.{Word}") : null;
}

/// <summary>A format a list can be written in.</summary>
/// <param name="MediaType">As in <c>Accept</c>.</param>
/// <param name="Ending">File name ending.</param>
public sealed record ExportFormat(string MediaType, string Ending)
{
    /// <summary>RFC 4180, with a byte order mark for spreadsheets.</summary>
    public static ExportFormat Csv { get; } = new("text/csv", "csv");

    /// <summary>Office Open XML.</summary>
    public static ExportFormat Xlsx { get; } =
        new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    /// <summary>The format of an ending; CSV for any other.</summary>
    public static ExportFormat Named(string? ending) => ending == Xlsx.Ending ? Xlsx : Csv;

    /// <summary>The format a caller accepts before JSON; null when it wants JSON.</summary>
    public static ExportFormat? Wanted(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains(Xlsx.MediaType, StringComparison.OrdinalIgnoreCase) ? Xlsx
            : accept.Contains(Csv.MediaType, StringComparison.OrdinalIgnoreCase) ? Csv
            : null;
    }
}

/// <summary>Writes a whole list page by page, so that memory stays the same however long it is.</summary>
public sealed class ListExport
{
    private const int PageLines = 1000;

    /// <summary>Sends a list as the file a page offers, and writes down that it left.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="audit">Where that is written.</param>
    /// <param name="format">Ending the page asks for; CSV for none.</param>
    /// <param name="export">Columns.</param>
    /// <param name="read">Reads a page: cursor and limit in.</param>
    public Task SendAsync<T>(
        HttpContext context, AuditLog audit, string? format, IExport<T> export, Func<string?, int, Page<T>> read)
    {
        audit.Write(context, AuditKind.Exported, export.Name, context.Request.QueryString.ToString());
        return WriteAsync(context, ExportFormat.Named(format), export, read);
    }

    /// <summary>Writes the answer.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="format">CSV or xlsx.</param>
    /// <param name="export">Columns.</param>
    /// <param name="read">Reads a page: cursor and limit in.</param>
    public Task WriteAsync<T>(
        HttpContext context, ExportFormat format, IExport<T> export, Func<string?, int, Page<T>> read) =>
        WriteAsync(context, format, export, export.Name, Rows(read));

    /// <summary>Writes rows that are read one by one.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="format">CSV or xlsx.</param>
    /// <param name="export">Columns.</param>
    /// <param name="name">File name without its ending.</param>
    /// <param name="rows">The rows.</param>
    public static async Task WriteAsync<T>(
        HttpContext context, ExportFormat format, IExport<T> export, string name, IEnumerable<T> rows)
    {
        context.Response.ContentType = format == ExportFormat.Csv ? "text/csv; charset=utf-8" : format.MediaType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{format.Ending}\"";
        await (format == ExportFormat.Csv
            ? CsvWriter.WriteAsync(context.Response.Body, export.Columns, rows, context.RequestAborted)
            : XlsxWriter.WriteAsync(context.Response.Body, export.Columns, rows, context.RequestAborted));
    }

    private static IEnumerable<T> Rows<T>(Func<string?, int, Page<T>> read)
    {
        string? after = null;
        do
        {
            var page = read(after, PageLines);
            foreach (var row in page.Items)
            {
                yield return row;
            }

            after = page.Next;
        }
        while (after is not null);
    }
}
