using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Windows;
using Supervision.Silo.Attachments;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;
using Supervision.Web.Identity;
using Supervision.Web.Orders;

namespace Supervision.Web.Components.Halls;

/// <summary>The lists of these pages as files, filtered as on the page.</summary>
internal static class HallDownloads
{
    public static void MapHallDownloads(this WebApplication app)
    {
        app.MapGet("/attendance/download", AttendanceAsync).ExcludeFromDescription();
        app.MapGet("/ratings/download", RatingsAsync).ExcludeFromDescription();
        app.MapGet("/complaints/download", ComplaintsAsync).ExcludeFromDescription();
        app.MapGet("/leave/download", LeavesAsync).ExcludeFromDescription();
        app.MapGet("/halls/download", WindowsAsync).ExcludeFromDescription();
        app.MapGet("/patrols/download", PatrolsAsync).ExcludeFromDescription();
        app.MapGet("/patrols/{id}/photos/{hash}", PhotoAsync).ExcludeFromDescription();
    }

    private static Task AttendanceAsync(
        HttpContext context, IAttendanceList attendance, IEngine engine, IRuleShelf rules, ListExport export,
        IExport<AttendanceRow> columns, AuditLog audit, string? format)
    {
        var filter = AttendanceFilter.Of(context.Request.Query, TodayOf(rules, engine));
        var query = filter.Query(Caller.Of(context));
        return export.SendAsync(context, audit, format, columns, (after, limit) => query is null
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
        return export.SendAsync(
            context, audit, format, columns,
            (_, _) => new Page<SatisfactionFigure>([.. figures], null, figures.Count));
    }

    private static Task ComplaintsAsync(
        HttpContext context, IComplaintList complaints, ListExport export, IExport<ComplaintRow> columns,
        AuditLog audit, string? format)
    {
        var query = ComplaintFilter.Of(context.Request.Query).Query(Caller.Of(context).Scope);
        return export.SendAsync(
            context, audit, format, columns,
            (after, limit) => complaints.Find(query with { After = after, Limit = limit }));
    }

    private static Task LeavesAsync(
        HttpContext context, IAttendanceList attendance, ListExport export, IExport<LeaveRow> columns, AuditLog audit,
        string? state, string? format)
    {
        var caller = Caller.Of(context);
        var staff = caller.Who == Who.Clerk ? caller.Person?.Staff : null;
        return export.SendAsync(
            context, audit, format, columns, (after, limit) => caller.Who == Who.Clerk && staff is null
                ? new Page<LeaveRow>([], null, 0)
                : attendance.Leaves(
                    Spelling.Parse<LeaveStatus>(state), staff, after, limit, staff is null ? caller.Scope : null));
    }

    private static Task WindowsAsync(
        HttpContext context, IWindowList windows, ListExport export, IExport<WindowRow> columns, AuditLog audit,
        string? hall, string? state, string? format)
    {
        var caller = Caller.Of(context);
        return export.SendAsync(context, audit, format, columns, (after, limit) =>
        {
            var page = windows.Find(new(
                Spelling.Parse<WindowStatus>(state), hall, After: after, Limit: limit, Scope: caller.Scope));
            return new Page<WindowRow>([.. page.Items.Select(caller.Shown)], page.Next, page.Total);
        });
    }

    private static Task PatrolsAsync(
        HttpContext context, IPatrolList patrols, IEngine engine, IRuleShelf rules, HallTime time, ListExport export,
        IExport<PatrolRow> columns, AuditLog audit, string? date, string? hall, string? format)
    {
        var caller = Caller.Of(context);
        var organisation = rules.Current.Organisation;
        var day = HallPage.DayOf(date) ?? TodayOf(rules, engine);
        return export.SendAsync(context, audit, format, columns, (after, limit) =>
        {
            var page = patrols.Find(time.StartOf(day), time.StartOf(day.AddDays(1)), after, limit);
            return new Page<PatrolRow>(
                [
                    .. page.Items.Where(patrol => caller.Covers(patrol.Subject, organisation)
                        && (hall is null || PatrolPlan.HallOf(patrol.Subject, organisation) == hall)),
                ], page.Next, page.Total);
        });
    }

    /// <summary>A photo of a patrol the caller may see; of another it looks as if there were none.</summary>
    private static Task<IResult> PhotoAsync(
        string id, string hash, HttpContext context, IPatrolList patrols, IRuleShelf rules, AttachmentStore store,
        AuditLog audit)
    {
        var patrol = patrols.Open(id);
        var isSeen = patrol is not null && Caller.Of(context).Covers(patrol.Subject, rules.Current.Organisation);
        return AttachmentDownload.SendAsync(
            "patrol " + id, isSeen ? patrol!.Photos : [], hash, context, store, audit);
    }

    private static DateOnly TodayOf(IRuleShelf rules, IEngine engine) =>
        rules.ContextOf(null, engine.Now).Calendars.Common.DateOf(engine.Now);
}
