using System.Globalization;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;
using Supervision.Web.Identity;
using Supervision.Web.Scores;

namespace Supervision.Web.Api;

/// <summary>Rankings, scores opened to their evidence, and the closing of months (contract section 3).</summary>
internal static class ScoreEndpoints
{
    private static readonly QueryField PeriodField =
        new("period", "Month, such as 2026-10; the running one when absent.");

    private static readonly QueryField VersionField = QueryField.Number(
        "version", "Version of a closed month; the newest when absent, 0 for what is known now.", 0, int.MaxValue);

    public static void MapScores(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api").Restricted();
        api.MapGet("/rankings", Rank).Produces<RankingAnswer>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Units in the order of their scores; small ones apart.").Reads(
                PeriodField, QueryField.Choice("of", "Of what.", ContractNames.Scored, "window"), VersionField,
                ReadingEndpoints.After, ReadingEndpoints.Limit);
        api.MapGet("/scores/{of}/{id}", Open).Produces<ScoreAnswer>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One score with every figure, definition and the address of its evidence.")
            .Reads(PeriodField, VersionField);
        api.MapPost("/months/{period}/close", CloseAsync).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Closes a month that is over, or corrects a closed one with a reason.")
            .Reads(new QueryField("because", "Why a closed month is corrected."));
    }

    /// <summary>The running month by the clocks of the halls.</summary>
    internal static Period CurrentMonth(IRuleShelf rules, IEngine engine) =>
        Period.Of(engine.Now, rules.ContextOf(null, engine.Now).Calendars.Common);

    private static IResult Rank(
        HttpRequest request, IScores scores, IEngine engine, IRuleShelf rules, INames names, ListExport export,
        IExport<RankRow> columns)
    {
        var fields = new Fields(request.Query);
        var caller = Caller.Of(request.HttpContext);
        var of = fields.Choice("of", ContractNames.Scored) ?? ScoreOf.Window;
        var after = fields.Number("after", 0, 0, int.MaxValue);
        var limit = ReadingEndpoints.LimitOf(fields);
        var month = MonthOf(fields, scores, engine, rules, caller, out var problem);
        if (month is null)
        {
            return problem!;
        }

        var ranking = scores.Rank(month, of);
        var lines = RankRow.Seen(ranking, caller, rules.Current.Organisation);
        if (ExportFormat.Wanted(request) is not null)
        {
            return ReadingEndpoints.Answer(
                request, fields, All, export, columns, (_, _) => All());
        }

        var page = RankRow.Of(lines.Skip(after).Take(limit), caller, names);
        return Results.Ok(new RankingAnswer(
            month.Period.ToString(), Spelling.Of(of), month.Shown?.Version, month.Shown?.At,
            ranking.Ranking.Scheme.Version, page,
            after + page.Length < lines.Length ? (after + page.Length).ToString(CultureInfo.InvariantCulture) : null,
            lines.Length));

        Page<RankRow> All() => new(RankRow.Of(lines, caller, names), null, lines.Length);
    }

    private static IResult Open(
        string of, string id, HttpRequest request, IScores scores, IEngine engine, IRuleShelf rules, INames names,
        AuditLog audit)
    {
        var fields = new Fields(request.Query);
        var caller = Caller.Of(request.HttpContext);
        if (MonthOf(fields, scores, engine, rules, caller, out var problem) is not { } month)
        {
            return problem!;
        }

        if (!ContractNames.Scored.TryGetValue(of, out var kind)
            || !caller.MaySee(new(kind, id), rules.Current.Organisation)
            || scores.Open(month, new(kind, id)) is not { } score)
        {
            return Results.Problem(
                title: "No such score", statusCode: StatusCodes.Status404NotFound,
                detail: $"id: nothing is known about {of} '{id}' in {month.Period}.");
        }

        if (kind == ScoreOf.Staff)
        {
            audit.Write(request.HttpContext, AuditKind.StaffRead, id, "score");
        }

        return Results.Ok(ScoreAnswer.From(score, caller, names));
    }

    private static async Task<IResult> CloseAsync(
        string period, HttpContext context, IMonthClosing closing)
    {
        if (Period.Parse(period) is not { } month)
        {
            return OrderEndpoints.Answer(new Refusal(
                "month.unknown", $"'{period}' is no month.", "Write it as 2026-10."));
        }

        var because = new Fields(context.Request.Query).Text("because");
        return await closing.CloseAsync(month, because, Actors.Of(context.User), context.RequestAborted) is { } refusal
            ? OrderEndpoints.Answer(refusal)
            : Results.NoContent();
    }

    /// <summary>The month a request asks for; null with the answer that says what is wrong.</summary>
    private static MonthHead? MonthOf(
        Fields fields, IScores scores, IEngine engine, IRuleShelf rules, Caller caller, out IResult? problem)
    {
        problem = null;
        var last = caller.LastMonth(CurrentMonth(rules, engine));
        var period = last;
        if (fields.Text("period") is { } text)
        {
            if (Period.Parse(text) is { } asked)
            {
                period = asked;
            }
            else
            {
                fields.Fault("period", "should be a month such as 2026-10");
            }
        }

        if (period > last)
        {
            fields.Fault("period", $"has not begun, or is not yet to be seen; the last month is {last}");
        }

        var version = fields.Text("version") is null ? (int?)null : fields.Number("version", 0, 0, int.MaxValue);
        problem = fields.Problem();
        if (problem is not null)
        {
            return null;
        }

        if (scores.Month(period, version) is { } month)
        {
            return month;
        }

        problem = Results.Problem(
            title: "No such version", statusCode: StatusCodes.Status404NotFound,
            detail: $"version: {period} was not closed in version {version}.");
        return null;
    }
}
