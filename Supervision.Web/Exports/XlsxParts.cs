using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace Supervision.Web.Exports;

/// <summary>What an xlsx file holds beside its sheets (ECMA-376): how they are called, related and styled.</summary>
internal static class XlsxParts
{
    /// <summary>Namespace of sheets and workbook.</summary>
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private const int InstantFormat = 164; // the first number that is not the format's own
    private const int DayFormat = 165;

    /// <summary>Writes everything but the sheets, whose entries are <c>xl/worksheets/sheet1.xml</c>, 2, 3.</summary>
    public static void Write(ZipArchive zip, IReadOnlyList<string> sheets)
    {
        XNamespace main = Main, office = Office;
        XNamespace relations = $"{Package}/relationships", types = $"{Package}/content-types";
        Add(zip, "[Content_Types].xml", new(
            types + "Types", Default("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            Default("xml", "application/xml"), Override("/xl/workbook.xml", $"{Types}sheet.main+xml"),
            Override("/xl/styles.xml", $"{Types}styles+xml"),
            sheets.Select((_, i) => Override($"/xl/worksheets/sheet{i + 1}.xml", $"{Types}worksheet+xml"))));
        Add(zip, "_rels/.rels", new(
            relations + "Relationships", Relation("rId1", $"{Office}/officeDocument", "xl/workbook.xml")));
        Add(zip, "xl/workbook.xml", new(
            main + "workbook", new XAttribute(XNamespace.Xmlns + "r", office),
            new XElement(main + "sheets", sheets.Select((name, i) => new XElement(
                main + "sheet", new XAttribute("name", name), new XAttribute("sheetId", i + 1),
                new XAttribute(office + "id", $"rId{i + 1}"))))));
        Add(zip, "xl/_rels/workbook.xml.rels", new(
            relations + "Relationships",
            sheets.Select((_, i) => Relation($"rId{i + 1}", $"{Office}/worksheet", $"worksheets/sheet{i + 1}.xml")),
            Relation($"rId{sheets.Count + 1}", $"{Office}/styles", "styles.xml")));
        Add(zip, "xl/styles.xml", Styles(main));

        XElement Default(string ending, string type) => new(
            types + "Default", new XAttribute("Extension", ending), new XAttribute("ContentType", type));
        XElement Override(string part, string type) => new(
            types + "Override", new XAttribute("PartName", part), new XAttribute("ContentType", type));
        XElement Relation(string id, string type, string target) => new(
            relations + "Relationship", new XAttribute("Id", id), new XAttribute("Type", type),
            new XAttribute("Target", target));
    }

    /// <summary>Cell styles in order: plain, an instant, a head, a day.</summary>
    private static XElement Styles(XNamespace main) => new(
        main + "styleSheet",
        new XElement(
            main + "numFmts", new XAttribute("count", 2), Format(InstantFormat, "yyyy-mm-dd hh:mm:ss"),
            Format(DayFormat, "yyyy-mm-dd")),
        new XElement(
            main + "fonts", new XElement(main + "font"), new XElement(main + "font", new XElement(main + "b"))),
        new XElement(main + "fills", Fill("none"), Fill("gray125")),
        new XElement(main + "borders", new XElement(main + "border")),
        new XElement(main + "cellStyleXfs", new XElement(main + "xf")),
        new XElement(
            main + "cellXfs", new XElement(main + "xf"),
            new XElement(
                main + "xf", new XAttribute("numFmtId", InstantFormat), new XAttribute("applyNumberFormat", 1)),
            new XElement(main + "xf", new XAttribute("fontId", 1), new XAttribute("applyFont", 1)),
            new XElement(
                main + "xf", new XAttribute("numFmtId", DayFormat), new XAttribute("applyNumberFormat", 1))));

    private static XElement Format(int id, string code) => new(
        (XNamespace)Main + "numFmt", new XAttribute("numFmtId", id), new XAttribute("formatCode", code));

    private static XElement Fill(string pattern) => new(
        (XNamespace)Main + "fill",
        new XElement((XNamespace)Main + "patternFill", new XAttribute("patternType", pattern)));

    private static void Add(ZipArchive zip, string name, XElement root)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
        new XDocument(new XDeclaration("1.0", "UTF-8", "yes"), root).Save(writer, SaveOptions.DisableFormatting);
    }
}
