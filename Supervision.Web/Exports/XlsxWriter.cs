using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>
/// Writes Office Open XML row by row: typed cells, a frozen head, widths, another sheet where the format's last row is
/// reached, and at the end a sheet that says what each column means. Neither the rows nor their XML are ever held:
/// they pass through a compressing stream into a file, and from there to whoever asked.
/// </summary>
internal static class XlsxWriter
{
    private const int SheetRowsMax = 1_048_576; // of one sheet with its head, by the format
    private const int TextMax = 32_767; // of one cell, by the format
    private const int HeadStyle = 2;
    private const double WidthMin = 10;
    private const double WidthMax = 60;

    public static async Task WriteAsync<T>(
        Stream target, IReadOnlyList<ExportColumn<T>> columns, IEnumerable<T> rows, CancellationToken cancellationToken,
        int sheetRowsMax = SheetRowsMax)
    {
        // Written before anything is answered, so that a fault on the way is an error and not half a file.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        await using var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        Write(file, columns, rows, sheetRowsMax, cancellationToken);
        file.Position = 0;
        await file.CopyToAsync(target, cancellationToken);
    }

    private static void Write<T>(
        Stream file, IReadOnlyList<ExportColumn<T>> columns, IEnumerable<T> rows, int sheetRowsMax,
        CancellationToken cancellationToken)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        List<string> names = [];
        using var row = rows.GetEnumerator();
        var more = row.MoveNext();
        do
        {
            names.Add(names.Count == 0 ? Words.Of("sheet.rows") : $"{Words.Of("sheet.rows")} {names.Count + 1}");
            more = WriteSheet(zip, names.Count, columns, row, more, sheetRowsMax, cancellationToken);
        }
        while (more);

        names.Add(Words.Of("sheet.definitions"));
        WriteDefinitions(zip, names.Count, columns);
        XlsxParts.Write(zip, names);
    }

    /// <summary>Writes a head and rows from the current one on; says whether any are left for another sheet.</summary>
    private static bool WriteSheet<T>(
        ZipArchive zip, int number, IReadOnlyList<ExportColumn<T>> columns, IEnumerator<T> row, bool more, int rowsMax,
        CancellationToken cancellationToken)
    {
        using var sheet = new Sheet(zip, number, [.. columns.Select(column => WidthOf(column.Title))]);
        sheet.Row(columns.Select(column => (object?)column.Title), HeadStyle);
        for (var written = 1; more && written < rowsMax; written++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sheet.Row(columns.Select(column => column.Cell(row.Current)));
            more = row.MoveNext();
        }

        return more;
    }

    private static void WriteDefinitions<T>(ZipArchive zip, int number, IReadOnlyList<ExportColumn<T>> columns)
    {
        using var sheet = new Sheet(zip, number, [24, WidthMax]);
        sheet.Row([Words.Of("sheet.column"), Words.Of("sheet.definition")], HeadStyle);
        foreach (var column in columns)
        {
            sheet.Row([column.Title, column.Definition]);
        }
    }

    /// <summary>Room for the head, with two for a Chinese character, and for what usually stands below it.</summary>
    private static double WidthOf(string head) =>
        Math.Clamp(head.EnumerateRunes().Sum(rune => rune.Value > 0xFF ? 2 : 1) + 8, WidthMin + 8, WidthMax);

    /// <summary>One worksheet while it is written.</summary>
    private sealed class Sheet : IDisposable
    {
        private readonly XmlWriter writer;

        public Sheet(ZipArchive zip, int number, double[] widths)
        {
            writer = XmlWriter.Create(
                zip.CreateEntry($"xl/worksheets/sheet{number}.xml", CompressionLevel.Fastest).Open(),
                new() { Encoding = new UTF8Encoding(false), CloseOutput = true, CheckCharacters = false });
            writer.WriteStartElement("worksheet", XlsxParts.Main);
            writer.WriteStartElement("sheetViews");
            writer.WriteStartElement("sheetView");
            writer.WriteAttributeString("workbookViewId", "0");
            Element("pane", ("ySplit", "1"), ("topLeftCell", "A2"), ("activePane", "bottomLeft"), ("state", "frozen"));
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteStartElement("cols");
            for (var i = 0; i < widths.Length; i++)
            {
                var place = (i + 1).ToString(CultureInfo.InvariantCulture);
                Element(
                    "col", ("min", place), ("max", place), ("width", widths[i].ToString(CultureInfo.InvariantCulture)),
                    ("customWidth", "1"));
            }

            writer.WriteEndElement();
            writer.WriteStartElement("sheetData");
        }

        public void Row(IEnumerable<object?> cells, int style = 0)
        {
            writer.WriteStartElement("row");
            foreach (var cell in cells)
            {
                Cell(cell, style);
            }

            writer.WriteEndElement();
        }

        public void Dispose()
        {
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.Dispose();
        }

        private void Cell(object? value, int style)
        {
            writer.WriteStartElement("c");
            switch (value)
            {
                case null:
                    break;
                case DateTime local:
                    Number(local.ToOADate().ToString("R", CultureInfo.InvariantCulture), "1");
                    break;
                case DateOnly day:
                    Number(
                        day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture), "3");
                    break;
                case int or long or double or decimal:
                    writer.WriteAttributeString("t", "n");
                    writer.WriteElementString("v", Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
                default:
                    Text(value.ToString() ?? "", style);
                    break;
            }

            writer.WriteEndElement();
        }

        private void Number(string text, string style)
        {
            writer.WriteAttributeString("s", style);
            writer.WriteElementString("v", text);
        }

        /// <summary>A text is never a formula: those are another element.</summary>
        private void Text(string text, int style)
        {
            writer.WriteAttributeString("t", "inlineStr");
            writer.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));
            writer.WriteStartElement("is");
            writer.WriteStartElement("t");
            writer.WriteAttributeString("xml", "space", null, "preserve");
            writer.WriteString(Clean(text));
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        private void Element(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
        {
            writer.WriteStartElement(name);
            foreach (var (attribute, value) in attributes)
            {
                writer.WriteAttributeString(attribute, value);
            }

            writer.WriteEndElement();
        }
    }

    /// <summary>
    /// Leaves out what XML cannot hold and cuts what a cell cannot. Rare characters, such as the 𠮷 of a name, are two
    /// chars that XML holds only together.
    /// </summary>
    private static string Clean(string text)
    {
        if (text.Length <= TextMax && text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }

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
}
