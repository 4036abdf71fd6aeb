using System.Buffers;
using System.Globalization;
using System.Text;

namespace Supervision.Web.Exports;

/// <summary>Writes RFC 4180, safe to open in a spreadsheet.</summary>
internal static class CsvWriter
{
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r");

    public static async Task WriteAsync<T>(
        Stream target, IReadOnlyList<ExportColumn<T>> columns, IEnumerable<T> rows, CancellationToken cancellationToken)
    {
        // The byte order mark tells spreadsheets that the text is UTF-8.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
        await using var writer = new StreamWriter(target, encoding, leaveOpen: true);
        await writer.WriteAsync(Line(columns.Select(column => column.Title)).AsMemory(), cancellationToken);
        foreach (var row in rows)
        {
            var line = Line(columns.Select(column => Text(column.Cell(row))));
            await writer.WriteAsync(line.AsMemory(), cancellationToken);
        }
    }

    private static string Text(object? cell) => cell switch
    {
        null => "",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime local => local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Quote)) + "\r\n";

    /// <summary>Quotes a cell; one that a spreadsheet would take for a formula is made text first.</summary>
    private static string Quote(string cell)
    {
        var text = cell.Length > 0 && FormulaStarts.Contains(cell[0]) ? "'" + cell : cell;
        return $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
