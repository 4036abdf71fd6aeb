using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;

namespace Supervision.Tests.Unit.Pages;

public class XlsxWriterTests
{
    private static readonly ExportColumn<(string Text, DateTime At, long Number)>[] Columns =
    [
        new("col.subject", row => row.Text), new("col.at", row => row.At), new("detail.days", row => row.Number),
    ];

    [Fact]
    public async Task Write_TypedCells_ComeBackAsTheyWere()
    {
        var at = new DateTime(2026, 11, 20, 9, 31, 5, DateTimeKind.Unspecified);
        using var file = new MemoryStream();
        await XlsxWriter.WriteAsync(file, Columns, [("=1+1 办件 \u0001", at, 42)], CancellationToken.None);

        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        var rows = document.WorkbookPart!.WorksheetParts.First().Worksheet.Descendants<Row>().ToArray();
        Assert.Equal(2, rows.Length);
        var cells = rows[1].Elements<Cell>().ToArray();
        Assert.Equal("=1+1 办件 ", cells[0].InnerText);
        Assert.Equal(CellValues.InlineString, cells[0].DataType!.Value);
        var days = double.Parse(cells[1].InnerText, CultureInfo.InvariantCulture);
        Assert.Equal(at, DateTime.FromOADate(days), TimeSpan.FromMilliseconds(1));
        Assert.Equal("42", cells[2].InnerText);
    }

    [Fact]
    public async Task Write_RareCharacters_AreKeptWhole() =>
        Assert.Equal("𠮷野家 \uFFFD", await WrittenAsync("𠮷野家 \u0001\uD842"));

    [Fact]
    public async Task Write_TextTooLongForACell_IsCutBetweenCharacters() =>
        Assert.Equal(new string('x', 32_766), await WrittenAsync(new string('x', 32_766) + "𠮷"));

    [Theory]
    [InlineData(0, "1")]
    [InlineData(4, "5")]
    [InlineData(5, "5 2")]
    [InlineData(9, "5 5 2")]
    public async Task Write_MoreRowsThanASheetHolds_GoesOnOnTheNext(int rows, string sheets)
    {
        using var file = new MemoryStream();
        var lines = Enumerable.Range(0, rows).Select(i => ($"row {i}", default(DateTime), (long)i));
        await XlsxWriter.WriteAsync(file, Columns, lines, CancellationToken.None, sheetRowsMax: 5);
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        var workbook = document.WorkbookPart!;
        var written = workbook.Workbook.Descendants<Sheet>()
            .Select(sheet => ((WorksheetPart)workbook.GetPartById(sheet.Id!)).Worksheet.Descendants<Row>().ToArray())
            .ToArray();
        Assert.Equal(
            ["列", "col.subject", "col.at", "detail.days"],
            written[^1].Select(row => row.Elements<Cell>().First().InnerText).Select((text, i) => i == 0
                ? text
                : Columns.First(column => Words.Of(column.Word) == text).Word));
        Assert.All(
            written[^1].Skip(1), row => Assert.DoesNotContain("define.", row.InnerText, StringComparison.Ordinal));
        written = written[..^1];
        Assert.Equal(sheets, string.Join(' ', written.Select(sheet => sheet.Length)));
        Assert.Equal(
            Enumerable.Range(0, rows).Select(i => $"row {i}"),
            written.SelectMany(sheet => sheet.Skip(1)).Select(row => row.Elements<Cell>().First().InnerText));
    }

    [Fact]
    public async Task Write_ManyRows_HoldsNoneOfThem()
    {
        const int rows = 100_000;
        List<WeakReference> early = [];
        var collected = 0;
        using var file = new MemoryStream();
        ExportColumn<Line>[] columns = [new("col.subject", row => row.No), new("col.at", row => row.At)];
        await XlsxWriter.WriteAsync(file, columns, Lines(), CancellationToken.None);
        Assert.Equal(early.Count, collected);
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        using var reader = DocumentFormat.OpenXml.OpenXmlReader.Create(
            (WorksheetPart)document.WorkbookPart!.GetPartById("rId1"));
        var read = 0;
        while (reader.Read())
        {
            read += reader.IsStartElement && reader.ElementType == typeof(Row) ? 1 : 0;
        }

        Assert.Equal(rows + 1, read);

        IEnumerable<Line> Lines()
        {
            for (var i = 0; i < rows; i++)
            {
                if (i == rows - 1)
                {
                    GC.Collect();
                    collected = early.Count(line => !line.IsAlive);
                }

                yield return LineOf(i);
            }
        }

        Line LineOf(int i)
        {
            var line = new Line($"办件 2026-{i}", new DateOnly(2026, 11, 20));
            if (i < 1000)
            {
                early.Add(new WeakReference(line));
            }

            return line;
        }
    }

    private sealed record Line(string No, DateOnly At);

    private static async Task<string> WrittenAsync(string text)
    {
        using var file = new MemoryStream();
        await XlsxWriter.WriteAsync(file, Columns, [(text, default, 0)], CancellationToken.None);
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        return document.WorkbookPart!.WorksheetParts.First().Worksheet.Descendants<Row>().Last()
            .Elements<Cell>().First().InnerText;
    }
}
