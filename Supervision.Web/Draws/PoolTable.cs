using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Draws;
using Supervision.Core.Rules.Imports;
using Supervision.Web.Imports;

namespace Supervision.Web.Draws;

/// <summary>One thing wrong with what is to be drawn from.</summary>
/// <param name="Code">Stable name, as <see cref="DrawFault"/> has it; <c>list</c> for an unreadable cell.</param>
/// <param name="Row">Row of the list as a spreadsheet numbers it, the head being 1; null without a list.</param>
/// <param name="Column">Its column; null when it is about the whole row.</param>
/// <param name="Of">The object, inspector or stratum at fault; empty when it is the whole.</param>
/// <param name="Problem">What is wrong, and what would be right.</param>
internal sealed record PoolFault(string Code, int? Row, string? Column, string Of, string Problem)
{
    /// <summary>In one line.</summary>
    public string Text => string.Concat(
        Row is null ? "" : string.Create(CultureInfo.InvariantCulture, $"row {Row}: "),
        Column is null ? "" : $"{Column}: ", Of.Length == 0 ? "" : $"{Of}: ", Problem);
}

/// <summary>
/// A list to draw from, read from CSV or xlsx; the first row is the head. Nothing that cannot be read is guessed.
/// </summary>
/// <param name="objects">The objects that could be read, in the order of the rows.</param>
/// <param name="faults">What could not.</param>
/// <param name="rows">Rows by the id in them.</param>
internal sealed class PoolTable(
    ImmutableArray<PoolObject> objects, ImmutableArray<PoolFault> faults, ILookup<string, int> rows)
{
    private const string Id = "id", Stratum = "stratum", Weight = "weight", Organisation = "organisation",
        Skills = "skills", Related = "related";

    private static readonly char[] Separators = [';', '；', '、', ' '];

    private static readonly FrozenDictionary<string, string> Columns = new Dictionary<string, string>(
        StringComparer.OrdinalIgnoreCase)
    {
        [Id] = Id,
        ["标识"] = Id,
        [Stratum] = Stratum,
        ["分层"] = Stratum,
        [Weight] = Weight,
        ["权重"] = Weight,
        [Organisation] = Organisation,
        ["所属单位"] = Organisation,
        [Skills] = Skills,
        ["技能"] = Skills,
        [Related] = Related,
        ["关联"] = Related,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> ColumnOfFault = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["object.id"] = Id,
        ["object.twice"] = Id,
        ["object.weight"] = Weight,
        ["object.stratum"] = Stratum,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public ImmutableArray<PoolObject> Objects { get; } = objects;

    public ImmutableArray<PoolFault> Faults { get; } = faults;

    /// <summary>Reads a file.</summary>
    /// <exception cref="Ingest.Files.UnreadableFileException">It is no such file, or too large.</exception>
    public static PoolTable Read(Stream file)
    {
        var read = SheetReader.Read(file);
        List<PoolFault> faults =
        [
            .. read.SelectMany(row => row.Cells.Keys).Distinct(StringComparer.Ordinal)
                .Where(column => !Columns.ContainsKey(column)).Select(column => new PoolFault(
                    "list", 1, column, "",
                    $"There is no such column. Use {Id}, {Stratum}, {Weight}, {Organisation}, {Skills}, {Related}.")),
        ];
        var objects = read.Select(row => (row.Number, One: ReadRow(row, faults))).Where(row => row.One is not null)
            .Select(row => (row.Number, One: row.One!)).ToArray();
        return new(
            [.. objects.Select(row => row.One)], [.. faults],
            objects.ToLookup(row => row.One.Id, row => row.Number, StringComparer.Ordinal));
    }

    /// <summary>The same faults with their rows: of an id that is there twice, the later ones.</summary>
    public IEnumerable<PoolFault> Placed(DrawFault fault)
    {
        var column = ColumnOfFault.GetValueOrDefault(fault.Code);
        int[] places = fault.Code.StartsWith("object.", StringComparison.Ordinal) ? [.. rows[fault.Where]] : [];
        return places.Length == 0
            ? [new(fault.Code, null, column, fault.Where, fault.Why)]
            : places.Skip(fault.Code == "object.twice" && places.Length > 1 ? 1 : 0)
                .Select(row => new PoolFault(fault.Code, row, column, fault.Where, fault.Why));
    }

    private static PoolObject? ReadRow(ImportRow row, List<PoolFault> faults)
    {
        string? Cell(string column) => row.Cells.FirstOrDefault(cell =>
            Columns.GetValueOrDefault(cell.Key) == column).Value;
        if (Cell(Id) is not { } id)
        {
            faults.Add(new("list", row.Number, Id, "", "Every row needs an id."));
            return null;
        }

        var weight = 1;
        if (Cell(Weight) is { } given && !int.TryParse(
            given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out weight))
        {
            faults.Add(new(
                "list", row.Number, Weight, id, $"'{given}' is no whole number from 1 to {PoolObject.WeightMax}."));
            weight = 1;
        }

        return new(id, Cell(Stratum) ?? "", weight, Cell(Organisation) ?? "", List(Cell(Skills)), List(Cell(Related)));
    }

    private static ImmutableArray<string> List(string? cell) => [.. (cell ?? "").Split(
        Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
