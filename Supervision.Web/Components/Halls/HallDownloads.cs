using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Auditing;
using Supervision.Web.Exports;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Halls;

/// <summary>The lists of these pages as files, filtered as on the page.</summary>
internal static class HallDownloads
{
    public static void MapHallDownloads(this WebApplication app)
    {
        app.MapGet("/attendance/download", AttendanceAsync).ExcludeFromDescription();
        app.MapGet("/ratings/download", RatingsAsync).ExcludeFromDescription();
        app.MapGet("/complaints/download", ComplaintsAsync).ExcludeFromDescription();
    }

    private static Task AttendanceAsync(
        HttpContext context, IAttendanceList attendance, IEngine engine, IRuleShelf rules, ListExport export,
        IExport<AttendanceRow> columns, AuditLog audit, string? format)
    {
        var filter = AttendanceFilter.Of(context.Request.Query, TodayOf(rules, engine));
        var query = filter.Query(Caller.Of(context));
        audit.Write(context, AuditKind.Exported, columns.Name, context.Request.QueryString.ToString());
        return export.WriteAsync(context, FormatOf(format), columns, (after, limit) => query is null
            ? new Page<AttendanceRow>([], null, 0)
            : attendance.Find(query with { After = after, Limit = limit }));
    }

    private static Task RatingsAsync(
        HttpContext context, IRatingList ratings, IEngine engine, IRuleShelf rules, ListExport export,
        IExport<SatisfactionFigure> columns, AuditLog audit, string? format)
    {
        var caller = Caller.Of(context);
        var filter = RatingFilter.Of(context.Request.Query, caller.LastRatedDay(TodayOf(rules, engine)));
        var figures = caller.Shown(ratings.Satisfaction(filter.Side, filter.Query(caller.Scope)));
        audit.Write(context, AuditKind.Exported, columns.Name, context.Request.QueryString.ToString());
        return export.WriteAsync(
            context, FormatOf(format), columns,
            (_, _) => new Page<SatisfactionFigure>([.. figures], null, figures.Count));
    }

    private static Task ComplaintsAsync(
        HttpContext context, IComplaintList complaints, ListExport export, IExport<ComplaintRow> columns,
        AuditLog audit, string? format)
    {
        var query = ComplaintFilter.Of(context.Request.Query).Query(Caller.Of(context).Scope);
        audit.Write(context, AuditKind.Exported, columns.Name, context.Request.QueryString.ToString());
        return export.WriteAsync(
            context, FormatOf(format), columns,
            (after, limit) => complaints.Find(query with { After = after, Limit = limit }));
    }

    private static DateOnly TodayOf(IRuleShelf rules, IEngine engine) =>
        rules.ContextOf(null, engine.Now).Calendars.Common.DateOf(engine.Now);

    private static ExportFormat FormatOf(string? format) =>
        format == ExportFormat.Xlsx.Ending ? ExportFormat.Xlsx : ExportFormat.Csv;
}
