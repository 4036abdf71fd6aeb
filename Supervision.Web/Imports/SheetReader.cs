using System.IO.Compression;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Supervision.Core.Rules.Imports;
using Supervision.Ingest.Files;

namespace Supervision.Web.Imports;

/// <summary>Reads a table from CSV or from the first sheet of an xlsx file; the first row is the head.</summary>
internal static class SheetReader
{
    /// <summary>Largest file, in bytes.</summary>
    public const long FileBytesMax = 20 * 1024 * 1024;

    private const int RowsMax = 100_000;
    private const long UnpackedBytesMax = 500L * 1024 * 1024;

    /// <summary>Reads the rows that hold anything.</summary>
    /// <exception cref="UnreadableFileException">It is no such file, or too large; the message says which.</exception>
    public static IReadOnlyList<ImportRow> Read(Stream file)
    {
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        copy.Position = 0;
        var isZip = copy.Length > 2 && copy.ReadByte() == 'P' && copy.ReadByte() == 'K';
        copy.Position = 0;
        var rows = (isZip ? Xlsx(copy) : Csv(copy)).Where(row => row.Cells.Count > 0).Take(RowsMax + 1).ToArray();
        return rows.Length <= RowsMax
            ? rows
            : throw new UnreadableFileException($"The table has more than {RowsMax} rows.");
    }

    private static IEnumerable<ImportRow> Csv(Stream file)
    {
        var number = 1; // the head
        foreach (var record in CsvTable.Read(file))
        {
            yield return new(++number, Filled(record.Attributes));
        }
    }

    private static List<ImportRow> Xlsx(MemoryStream file)
    {
        try
        {
            using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
            {
                if (zip.Entries.Sum(entry => entry.Length) > UnpackedBytesMax)
                {
                    throw new UnreadableFileException("Unpacked the file is too large.");
                }
            }

            file.Position = 0;
            using var document = SpreadsheetDocument.Open(file, isEditable: false);
            var workbook = document.WorkbookPart!;
            var sheet = (WorksheetPart)workbook.GetPartById(workbook.Workbook.Descendants<Sheet>().First().Id!);
            string[] shared =
                [.. workbook.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>()
                    .Select(item => item.InnerText) ?? []];
            return RowsOf(sheet, shared);
        }
        catch (Exception exception) when (exception is InvalidDataException or OpenXmlPackageException
            or NullReferenceException or InvalidOperationException or System.Xml.XmlException or FormatException)
        {
            throw new UnreadableFileException("This is no xlsx file with a sheet: " + exception.Message, exception);
        }
    }

    private static List<ImportRow> RowsOf(WorksheetPart sheet, string[] shared)
    {
        Dictionary<int, string> head = [];
        List<ImportRow> rows = [];
        var number = 0;
        foreach (var row in sheet.Worksheet.Descendants<Row>())
        {
            number = row.RowIndex is { } given ? (int)given.Value : number + 1;
            Dictionary<string, string> cells = new(StringComparer.Ordinal);
            var column = -1;
            foreach (var cell in row.Elements<Cell>())
            {
                column = cell.CellReference?.Value is { } place ? ColumnOf(place) : column + 1;
                var text = TextOf(cell, shared).Trim();
                if (head.TryGetValue(column, out var name))
                {
                    cells[name] = text;
                }
                else if (rows.Count == 0 && cells.Count == 0 && text.Length > 0 && number == 1)
                {
                    head[column] = text;
                }
            }

            if (number > 1)
            {
                rows.Add(new(number, Filled(cells)));
            }
        }

        return rows;
    }

    private static string TextOf(Cell cell, string[] shared) => cell.DataType?.Value == CellValues.SharedString
        ? shared[int.Parse(cell.InnerText, System.Globalization.CultureInfo.InvariantCulture)]
        : cell.InnerText;

    /// <summary>The column of a place such as <c>AB12</c>, from 0.</summary>
    private static int ColumnOf(string place) =>
        place.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (column, letter) => column * 26 + letter - 'A' + 1) - 1;

    private static Dictionary<string, string> Filled(IReadOnlyDictionary<string, string> cells) => cells
        .Where(cell => cell.Value.Length > 0)
        .ToDictionary(cell => cell.Key, cell => cell.Value, StringComparer.Ordinal);
}
