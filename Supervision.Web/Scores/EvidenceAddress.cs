using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Supervision.Core.Scores;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Scores;

/// <summary>Where what a figure counted is listed: cases, cards and orders exactly, others by month.</summary>
internal static class EvidenceAddress
{
    /// <summary>The address of the list.</summary>
    public static string Of(ScoreEvidence evidence)
    {
        var (unit, period, input) = evidence;
        return input.Evidence switch
        {
            Evidence.Cases => Exactly("/cases"),
            Evidence.Alerts => Exactly("/alerts"),
            Evidence.Orders => Exactly("/orders"),
            Evidence.Attendance when unit.Of == ScoreOf.Staff => With(
                $"/attendance/{Uri.EscapeDataString(unit.Id)}", ("month", period.ToString())),
            Evidence.Attendance => With("/attendance", ("hall", HallOf(unit)), ("date", Text(period.First))),
            Evidence.Ratings => With(
                "/ratings", ("by", unit.Of switch
                {
                    ScoreOf.Window => "window",
                    ScoreOf.Staff => "staff",
                    _ => "hall",
                }), ("from", Text(period.First)), ("to", Text(period.Last)), ("hall", HallOf(unit))),
            _ => With("/complaints", ("hall", HallOf(unit))),
        };

        string Exactly(string path) => With(
            path, ("of", Spelling.Of(unit.Of)), ("unit", unit.Id), ("month", period.ToString()), ("counted", input.Id));
    }

    /// <summary>Reads what an address asks for; null when it asks for nothing of the kind.</summary>
    public static ScoreEvidence? Read(IQueryCollection query) =>
        Spelling.Parse<ScoreOf>(query["of"]) is { } of && query["unit"] is [{ Length: > 0 } unit, ..]
        && Period.Parse(query["month"]) is { } period && ScoreInputs.Find(query["counted"].ToString()) is { } input
            ? new(new(of, unit), period, input)
            : null;

    /// <summary>The part of an address that asks for it.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Query(ScoreEvidence? evidence) => evidence is null
        ? []
        :
        [
            new("of", Spelling.Of(evidence.Unit.Of)), new("unit", evidence.Unit.Id),
            new("month", evidence.Period.ToString()), new("counted", evidence.Input.Id),
        ];

    private static string? HallOf(ScoreUnit unit) => unit.Of is ScoreOf.Hall or ScoreOf.Town ? unit.Id : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string With(string path, params ReadOnlySpan<(string Key, string? Value)> fields)
    {
        Dictionary<string, string?> query = new(StringComparer.Ordinal);
        foreach (var (key, value) in fields)
        {
            if (value is not null)
            {
                query.Add(key, value);
            }
        }

        return QueryHelpers.AddQueryString(path, query);
    }
}
