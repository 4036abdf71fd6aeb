using Microsoft.AspNetCore.WebUtilities;
using Supervision.Core.Alerts;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Web.Components.Text;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Pages;

/// <summary>What the alerts page lists, as its address says it. Unknown values mean any.</summary>
public sealed record AlertFilter
{
    /// <summary>Level in the contract's spelling.</summary>
    public string? Level { get; init; }
    /// <summary>State in the contract's spelling.</summary>
    public string? State { get; init; }
    /// <summary>Kind in the contract's spelling.</summary>
    public string? Kind { get; init; }
    /// <summary>Name of a clock.</summary>
    public string? Clock { get; init; }
    /// <summary>Hall.</summary>
    public string? Hall { get; init; }
    /// <summary>Part of the number.</summary>
    public string? Text { get; init; }
    /// <summary>A figure of a score whose alerts are listed.</summary>
    public ScoreEvidence? Counted { get; init; }

    /// <summary>Reads a filter from an address.</summary>
    public static AlertFilter From(IQueryCollection query) => new()
    {
        Level = Value(query["level"]),
        State = Value(query["state"]),
        Kind = Value(query["kind"]),
        Clock = Value(query["clock"]),
        Hall = Value(query["hall"]),
        Text = Value(query["q"]),
        Counted = EvidenceAddress.Read(query),
    };

    /// <summary>Whether anything is filtered at all.</summary>
    public bool IsSet => this != new AlertFilter();

    /// <summary>The question to the list.</summary>
    public AlertQuery Query(string? after, int limit) => new(
        Spelling.Parse<AlertLevel>(Level), Spelling.Parse<AlertState>(State), Clock, Spelling.Parse<AlertKind>(Kind),
        Hall, Text, After: after, Limit: limit)
    {
        Counted = Counted,
    };

    /// <summary>An address with this filter.</summary>
    public string Address(string path, string? after = null, string? card = null)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["level"] = Level,
            ["state"] = State,
            ["kind"] = Kind,
            ["clock"] = Clock,
            ["hall"] = Hall,
            ["q"] = Text,
            ["after"] = after,
            ["card"] = card,
        };
        return QueryHelpers.AddQueryString(
            path, query.Where(pair => !string.IsNullOrEmpty(pair.Value)).Concat(EvidenceAddress.Query(Counted)));
    }

    private static string? Value(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
