using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Supervision.Core.Rules.Imports;

/// <summary>A row of a table as it was read.</summary>
/// <param name="Number">As a spreadsheet numbers it; the head is row 1.</param>
/// <param name="Cells">By the head of their column; empty ones are left out.</param>
public sealed record ImportRow(int Number, IReadOnlyDictionary<string, string> Cells);

/// <summary>What is wrong with a row.</summary>
/// <param name="Row">The row; 1 is the head, null what is wrong elsewhere in the rule book.</param>
/// <param name="Column">The column; null when it is about the whole row.</param>
/// <param name="Problem">What is wrong, and what to do about it.</param>
public sealed record ImportFault(int? Row, string? Column, string Problem);

/// <summary>What an import would come to; nothing is written.</summary>
/// <param name="Json">The merged rule book; null when there are faults.</param>
/// <param name="Version">Its version; null when there are faults.</param>
/// <param name="Added">Rows that are new.</param>
/// <param name="Changed">Rows that change what is there.</param>
/// <param name="Same">Rows that say what is there already.</param>
/// <param name="Faults">Everything that is wrong, by row.</param>
public sealed record ImportResult(
    string? Json, string? Version, int Added, int Changed, int Same, ImmutableArray<ImportFault> Faults);

/// <summary>
/// Merges a table into a rule book by id, and has the rule book's own validator judge the whole: rows that are there
/// change what they name, and what the table does not name stays. Pure; nothing is written.
/// </summary>
public static class RuleBookImport
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Merges and judges.</summary>
    /// <param name="bookJson">The rule book in force.</param>
    /// <param name="table">What the rows are.</param>
    /// <param name="rows">The rows.</param>
    public static ImportResult Try(string bookJson, ImportTable table, IReadOnlyList<ImportRow> rows)
    {
        List<ImportFault> faults = [.. HeadFaults(table, rows)];
        var root = JsonNode.Parse(bookJson)!;
        var list = ListOf(root, table);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            places[list[i]!["id"]!.GetValue<string>()] = i;
        }

        Dictionary<int, int> rowOf = [];
        var (added, changed, same) = (0, 0, 0);
        foreach (var row in rows)
        {
            if (!row.Cells.TryGetValue("id", out var id))
            {
                faults.Add(new(row.Number, "id", "is empty. Give it an identifier."));
                continue;
            }

            if (!places.TryGetValue(id, out var place))
            {
                places[id] = place = list.Count;
                list.Add(new JsonObject());
                added++;
            }
            else if (rowOf.TryGetValue(place, out var earlier))
            {
                faults.Add(new(row.Number, "id", string.Create(
                    CultureInfo.InvariantCulture, $"'{id}' stands in row {earlier} already. Keep one of them.")));
                continue;
            }

            var before = list[place]!.ToJsonString();
            table.Write(list[place]!.AsObject(), row.Cells);
            rowOf[place] = row.Number;
            if (before != "{}")
            {
                changed += before == list[place]!.ToJsonString() ? 0 : 1;
                same += before == list[place]!.ToJsonString() ? 1 : 0;
            }
        }

        var json = root.ToJsonString(Readable);
        var (book, found) = RuleBookReader.Check(json);
        faults.AddRange(found.Select(fault => OfRow(fault, table, rowOf)));
        return faults.Count == 0
            ? new(json, book!.Version, added, changed, same, [])
            : new(null, null, added, changed, same, [.. faults.OrderBy(fault => fault.Row ?? int.MaxValue)]);
    }

    private static IEnumerable<ImportFault> HeadFaults(ImportTable table, IReadOnlyList<ImportRow> rows)
    {
        if (rows.Count == 0)
        {
            yield return new(1, null, "There are no rows below the head.");
        }

        foreach (var column in rows.SelectMany(row => row.Cells.Keys).Distinct(StringComparer.Ordinal)
            .Where(column => !table.Columns.ContainsKey(column)))
        {
            yield return new(
                1, column, $"is no column of this table. Use {string.Join(", ", table.Columns.Keys)}.");
        }
    }

    private static JsonArray ListOf(JsonNode root, ImportTable table)
    {
        var parent = table.InOrganisation ? root["organisation"]!.AsObject() : root.AsObject();
        if (parent[table.Section] is not JsonArray list)
        {
            parent[table.Section] = list = [];
        }

        return list;
    }

    /// <summary>Where the validator says $.items[3].promised, people want to know which row that is.</summary>
    private static ImportFault OfRow(RuleFault fault, ImportTable table, Dictionary<int, int> rowOf)
    {
        var prefix = table.InOrganisation ? $"$.organisation.{table.Section}[" : $"$.{table.Section}[";
        var end = fault.Path.IndexOf(']', StringComparison.Ordinal);
        return fault.Path.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(fault.Path[prefix.Length..end], CultureInfo.InvariantCulture, out var i)
            && rowOf.TryGetValue(i, out var row)
                ? new(
                    row, fault.Path[(end + 1)..].TrimStart('.') is { Length: > 0 } column ? column : null,
                    $"{fault.Problem}. {fault.Remedy}.")
                : new(null, fault.Path, $"{fault.Problem}. {fault.Remedy}.");
    }
}
