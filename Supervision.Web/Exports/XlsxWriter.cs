using System.Globalization;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>
/// Writes rows one by one: typed cells, a frozen head, another sheet where the format's last row is reached. The rows
/// pass through a file, never through memory.
/// </summary>
internal static class XlsxWriter
{
    private const uint PlainStyle = 0;
    private const uint InstantStyle = 1;
    private const uint HeadStyle = 2;
    private const int SheetRowsMax = 1_048_576; // of one sheet with its head, by the format
    private const int TextMax = 32_767; // of one cell, by the format

    public static async Task WriteAsync<T>(
        Stream target, IReadOnlyList<ExportColumn<T>> columns, IEnumerable<T> rows, CancellationToken cancellationToken,
        int sheetRowsMax = SheetRowsMax)
    {
        // A zip archive is written with seeking, which the network cannot.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        await using var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        WriteDocument(file, columns, rows, sheetRowsMax, cancellationToken);
        file.Position = 0;
        await file.CopyToAsync(target, cancellationToken);
    }

    private static void WriteDocument<T>(
        Stream file, IReadOnlyList<ExportColumn<T>> columns, IEnumerable<T> rows, int sheetRowsMax,
        CancellationToken cancellationToken)
    {
        using var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var sheets = new Sheets();
        using var row = rows.GetEnumerator();
        var more = row.MoveNext();
        do
        {
            var sheet = workbook.AddNewPart<WorksheetPart>();
            more = WriteSheet(sheet, columns, row, more, sheetRowsMax, cancellationToken);
            var number = (uint)sheets.ChildElements.Count + 1;
            var id = workbook.GetIdOfPart(sheet);
            sheets.Append(new Sheet { Name = $"Sheet{number}", SheetId = number, Id = id });
        }
        while (more);

        workbook.Workbook = new Workbook(sheets);
    }

    /// <summary>Writes a head and rows from the current one on; says whether any are left for another sheet.</summary>
    private static bool WriteSheet<T>(
        WorksheetPart sheet, IReadOnlyList<ExportColumn<T>> columns, IEnumerator<T> row, bool more, int rowsMax,
        CancellationToken cancellationToken)
    {
        using var writer = OpenXmlWriter.Create(sheet);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetViews(new SheetView(new Pane
        {
            VerticalSplit = 1,
            TopLeftCell = "A2",
            ActivePane = PaneValues.BottomLeft,
            State = PaneStateValues.Frozen,
        })
        { WorkbookViewId = 0 }));
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, columns.Select(column => (object?)Words.Of(column.Word)), HeadStyle);
        for (var written = 1; more && written < rowsMax; written++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteRow(writer, columns.Select(column => column.Cell(row.Current)), PlainStyle);
            more = row.MoveNext();
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
        return more;
    }

    private static void WriteRow(OpenXmlWriter writer, IEnumerable<object?> cells, uint style)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells)
        {
            writer.WriteElement(CellOf(cell, style));
        }

        writer.WriteEndElement();
    }

    private static Cell CellOf(object? value, uint style) => value switch
    {
        null => new Cell(),
        DateTime local => new Cell
        {
            CellValue = new CellValue(local.ToOADate().ToString(CultureInfo.InvariantCulture)),
            StyleIndex = InstantStyle,
        },
        int or long or double or decimal => new Cell
        {
            CellValue = new CellValue(Convert.ToString(value, CultureInfo.InvariantCulture)!),
            DataType = CellValues.Number,
        },
        _ => new Cell(new InlineString(
            new Text(Clean(value.ToString() ?? "")) { Space = SpaceProcessingModeValues.Preserve }))
        {
            DataType = CellValues.InlineString,
            StyleIndex = style,
        },
    };

    /// <summary>
    /// Leaves out what XML cannot hold and cuts what a cell cannot. Rare characters, such as the 𠮷 of a name, are two
    /// chars that XML holds only together.
    /// </summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, TextMax));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > TextMax)
            {
                break;
            }

            if (rune.Utf16SequenceLength == 2 || XmlConvert.IsXmlChar((char)rune.Value))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    private static Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "yyyy-mm-dd hh:mm:ss" }),
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { NumberFormatId = 164, ApplyNumberFormat = true },
            new CellFormat { FontId = 1, ApplyFont = true }));
}
