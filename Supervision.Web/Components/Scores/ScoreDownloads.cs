using Microsoft.AspNetCore.Mvc;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Auditing;
using Supervision.Silo.Hosting;
using Supervision.Web.Api;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;
using Supervision.Web.Identity;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Scores;

/// <summary>A ranking as a file, of the month and version on the page.</summary>
internal static class ScoreDownloads
{
    public static void MapScoreDownloads(this WebApplication app)
    {
        app.MapGet("/rankings/download", RankingAsync).ExcludeFromDescription();
        app.MapPost("/scheme/rulebook", RuleBook).ExcludeFromDescription();
    }

    /// <summary>The rule book in force with another scheme, to be put in force as rule books are.</summary>
    private static IResult RuleBook([FromForm] string scores, RuleShelf shelf)
    {
        var (text, book, faults) = SchemeText.Into(shelf.ReadCurrent(), scores);
        return text is null
            ? Results.Problem(
                title: "The scheme has faults", statusCode: StatusCodes.Status400BadRequest,
                detail: string.Join('\n', faults))
            : Results.File(SchemeText.Bytes(text), "application/json", $"rules-{book!.Version}.json");
    }

    private static async Task<IResult> RankingAsync(
        HttpContext context, IScores scores, IEngine engine, IRuleShelf rules, INames names, ListExport export,
        IExport<RankRow> columns, AuditLog audit, string? of, string? period, int? version, string? format)
    {
        var caller = Caller.Of(context);
        var last = caller.LastMonth(ScoreEndpoints.CurrentMonth(rules, engine));
        var asked = Period.Parse(period) ?? last;
        if (asked > last || scores.Month(asked, version) is not { } month)
        {
            return Results.NotFound();
        }

        var ranking = scores.Rank(month, Spelling.Parse<ScoreOf>(of) ?? ScoreOf.Window);
        var rows = RankRow.Of(RankRow.Seen(ranking, caller, rules.Current.Organisation), caller, names);
        await export.SendAsync(
            context, audit, format, columns, (_, _) => new Page<RankRow>(rows, null, rows.Length));
        return Results.Empty;
    }
}
