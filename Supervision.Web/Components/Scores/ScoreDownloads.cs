using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Auditing;
using Supervision.Web.Api;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;
using Supervision.Web.Identity;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Scores;

/// <summary>A ranking as a file, of the month and version on the page.</summary>
internal static class ScoreDownloads
{
    public static void MapScoreDownloads(this WebApplication app) =>
        app.MapGet("/rankings/download", RankingAsync).ExcludeFromDescription();

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

        var rows = RankRow.Of(
            scores.Rank(month, Spelling.Parse<ScoreOf>(of) ?? ScoreOf.Window), caller, rules.Current.Organisation,
            names);
        audit.Write(context, AuditKind.Exported, columns.Name, context.Request.QueryString.ToString());
        await export.WriteAsync(
            context, format == ExportFormat.Xlsx.Ending ? ExportFormat.Xlsx : ExportFormat.Csv, columns,
            (_, _) => new Page<RankRow>(rows, null, rows.Length));
        return Results.Empty;
    }
}
