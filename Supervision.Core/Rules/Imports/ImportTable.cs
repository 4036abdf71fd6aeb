using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Supervision.Core.Rules.Imports;

/// <summary>A kind of table that can be merged into a rule book: which section, and what each column is.</summary>
/// <param name="Name">As commands and addresses name it.</param>
/// <param name="Section">Name of the list in the rule book.</param>
/// <param name="InOrganisation">Whether the list is in the organisation.</param>
/// <param name="Columns">Columns by their head, with how a cell becomes a value.</param>
public sealed record ImportTable(
    string Name, string Section, bool InOrganisation, IReadOnlyDictionary<string, Func<string, JsonNode?>> Columns)
{
    private static readonly char[] Separators = [';', '；', '、', ' '];

    /// <summary>Every table, by name.</summary>
    public static FrozenDictionary<string, ImportTable> All { get; } = new[]
    {
        Of("items", "items", inOrganisation: false, new()
        {
            ["id"] = Text, ["name"] = Text, ["department"] = Text, ["caseType"] = Text, ["promised"] = Limit,
            ["statutory"] = Limit, ["immediate"] = Limit, ["convention"] = Text, ["fee"] = Number,
            ["investment"] = Flag, ["riskPoints"] = List,
        }),
        Of("halls", "halls", inOrganisation: true, new()
        {
            ["id"] = Text, ["name"] = Text, ["kind"] = Text, ["sources"] = List,
        }),
        Of("departments", "departments", inOrganisation: true, new() { ["id"] = Text, ["name"] = Text }),
        Of("windows", "windows", inOrganisation: true, new()
        {
            ["id"] = Text, ["name"] = Text, ["hall"] = Text, ["department"] = Text, ["kind"] = Text, ["staff"] = List,
            ["substitutes"] = List,
        }),
        Of("staff", "staff", inOrganisation: true, new()
        {
            ["id"] = Text, ["name"] = Text, ["department"] = Text, ["hall"] = Text,
        }),
    }.ToFrozenDictionary(table => table.Name, StringComparer.Ordinal);

    /// <summary>Writes the cells of a row into its element; what the row leaves empty stays as it is.</summary>
    internal void Write(JsonObject element, IReadOnlyDictionary<string, string> cells)
    {
        foreach (var (column, read) in Columns)
        {
            if (cells.TryGetValue(column, out var cell))
            {
                element[column] = read(cell);
            }
        }
    }

    private static ImportTable Of(
        string name, string section, bool inOrganisation, Dictionary<string, Func<string, JsonNode?>> columns) =>
        new(name, section, inOrganisation, columns);

    private static JsonNode? Text(string cell) => JsonValue.Create(cell);

    /// <summary>What is no number stays a text, and the validator says what is wrong with it.</summary>
    private static JsonNode? Number(string cell) =>
        decimal.TryParse(cell, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonValue.Create(cell);

    private static JsonNode? Flag(string cell) => cell.ToLowerInvariant() switch
    {
        "true" or "yes" or "1" or "是" => JsonValue.Create(true),
        "false" or "no" or "0" or "否" => JsonValue.Create(false),
        _ => JsonValue.Create(cell),
    };

    private static JsonArray List(string cell) => new(
    [
        .. cell.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => (JsonNode?)JsonValue.Create(part)),
    ]);

    /// <summary>An amount and a unit, such as <c>7 workingDay</c>.</summary>
    private static JsonNode? Limit(string cell)
    {
        var parts = cell.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 2
            ? new JsonObject { ["amount"] = Number(parts[0]), ["unit"] = Text(parts[1]) }
            : JsonValue.Create(cell);
    }
}
