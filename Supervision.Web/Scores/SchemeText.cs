using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Supervision.Core.Rules;
using Supervision.Core.Scores;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Scores;

/// <summary>A scheme as a rule book writes it.</summary>
internal static class SchemeText
{
    /// <summary>Longest text of a scheme, in characters.</summary>
    public const int LengthMax = 60_000;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The section <c>scores</c> of a rule book with this scheme.</summary>
    public static string Of(ScoreScheme scheme) => new JsonObject
    {
        ["sampleMin"] = scheme.SampleMin,
        ["annualDepartment"] = scheme.AnnualDepartment,
        ["annualTown"] = scheme.AnnualTown,
        ["excellentWindows"] = scheme.ExcellentWindows,
        ["honourMin"] = scheme.HonourMin,
        ["areas"] = new JsonArray([.. scheme.Areas.Select(Of)]),
    }.ToJsonString(Readable);

    /// <summary>A rule book with another scheme.</summary>
    /// <param name="book">Text of the rule book.</param>
    /// <param name="scores">Text of the section.</param>
    /// <returns>The text and the book, or everything that is wrong with the section.</returns>
    public static (string? Text, RuleBook? Book, IReadOnlyList<string> Faults) Into(string book, string scores)
    {
        JsonNode? section;
        try
        {
            section = JsonNode.Parse(scores);
        }
        catch (JsonException exception)
        {
            return (null, null, [exception.Message]);
        }

        var root = JsonNode.Parse(book)!.AsObject();
        root["scores"] = section;
        var text = root.ToJsonString(Readable);
        var (read, faults) = RuleBookReader.Check(text);
        return read is null ? (null, null, [.. faults.Select(fault => fault.ToString())]) : (text, read, []);
    }

    private static JsonNode Of(ScoreArea area) => new JsonObject
    {
        ["id"] = area.Id,
        ["name"] = area.Name,
        ["nameEnglish"] = area.NameEnglish,
        ["weight"] = area.Weight,
        ["indicators"] = new JsonArray([.. area.Indicators.Select(Of)]),
    };

    private static JsonNode Of(ScoreIndicator indicator)
    {
        var written = new JsonObject
        {
            ["id"] = indicator.Id,
            ["name"] = indicator.Name,
            ["nameEnglish"] = indicator.NameEnglish,
            ["formula"] = indicator.Formula.Text,
            ["min"] = indicator.Min,
            ["max"] = indicator.Max,
        };
        if (indicator.IsShare)
        {
            written["weight"] = indicator.Weight;
        }

        if (indicator.Of.Length < Enum.GetValues<ScoreOf>().Length)
        {
            written["of"] = new JsonArray([.. indicator.Of.Select(of => (JsonNode)Spelling.Of(of))]);
        }

        return written;
    }

    /// <summary>A file with the text, as UTF-8 without a mark.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
