using Supervision.Core.Ports;
using Supervision.Silo.Auditing;
using Supervision.Silo.History;
using Supervision.Web.Api;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.History;

/// <summary>An answer as a file.</summary>
internal static class QuestionDownloads
{
    public static void MapQuestionDownloads(this WebApplication app) =>
        app.MapGet("/questions/download", DownloadAsync).ExcludeFromDescription();

    private static async Task<IResult> DownloadAsync(
        HttpContext context, IRuleShelf rules, IEngine engine, INames names, AuditLog audit, string? format)
    {
        var today = rules.ContextOf(null, engine.Now).Calendars.Common.DateOf(engine.Now);
        var filter = QuestionFilter.From(context.Request.Query, today);
        if (context.RequestServices.GetService<IHistory>() is not { } store)
        {
            return Results.NotFound();
        }

        try
        {
            var answer = await store.AskAsync(filter.Question, filter.Values, context.RequestAborted);
            audit.Write(
                context, AuditKind.Exported, $"question {filter.Question.Id}", context.Request.QueryString.ToString());
            var columns = new AnswerExport(filter.Question, names);
            return new ExportResult(http => ListExport.WriteAsync(
                http, ExportFormat.Named(format), columns, columns.Name, answer.Rows));
        }
        catch (HistoryException fault)
        {
            return Results.Problem(
                title: Words.Of($"questions.{Spelling.Of(fault.Fault)}"),
                detail: Words.Of($"questions.{Spelling.Of(fault.Fault)}Hint"),
                statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
