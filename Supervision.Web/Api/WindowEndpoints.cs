using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Auditing;
using Supervision.Web.Exports;
using Supervision.Web.Identity;

namespace Supervision.Web.Api;

/// <summary>Who is at a window, and who came to work (contract section 3).</summary>
internal static class WindowEndpoints
{
    public static void MapWindows(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api").Restricted();
        api.MapGet("/windows/{id}", OpenAsync).Produces<WindowFile>()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Presence at one window now, and its history.");
        api.MapGet("/attendance", Find).Produces<Page<AttendanceRow>>()
            .WithSummary("Attendance of one day, by member of staff.").Reads(
                new QueryField("date", "The day, such as 2026-11-20; today when absent."),
                new QueryField("staff", "Member of staff, by id."),
                QueryField.Choice("status", "Half days that stand so.", ContractNames.AttendanceStates),
                ReadingEndpoints.Hall, ReadingEndpoints.After, ReadingEndpoints.Limit);
    }

    private static async Task<IResult> OpenAsync(string id, IWindowList windows, AuditLog audit, HttpContext context)
    {
        var file = await windows.OpenAsync(id, context.RequestAborted);
        if (file is null || Caller.Of(context).Scope is { } scope
            && !scope.Covers(file.Window.Hall, file.Window.Department, file.Window.Id))
        {
            return Results.Problem(
                title: "No such window", statusCode: StatusCodes.Status404NotFound,
                detail: $"id: nothing is known about window '{id}'. Its facts may not have arrived yet.");
        }

        audit.Write(context, AuditKind.StaffRead, id);
        return Results.Ok(Caller.Of(context).Shown(file));
    }

    private static IResult Find(
        HttpRequest request, IAttendanceList attendance, IEngine engine, IRuleShelf rules, AuditLog audit,
        ListExport export, IExport<AttendanceRow> columns)
    {
        var fields = new Fields(request.Query);
        var today = rules.ContextOf(null, engine.Now).Calendars.Common.DateOf(engine.Now);
        var date = fields.Date("date") ?? today;
        var query = new AttendanceQuery(
            date, date, fields.Text("staff"), fields.Text("hall"),
            fields.Choice("status", ContractNames.AttendanceStates), fields.Text("after"),
            ReadingEndpoints.LimitOf(fields), Caller.Of(request.HttpContext).Scope);
        var caller = Caller.Of(request.HttpContext);
        if (caller is { Who: Who.Clerk })
        {
            query = query with { Staff = caller.Person?.Staff }; // their own alone
        }

        audit.Write(request.HttpContext, AuditKind.StaffRead, "attendance", request.QueryString.ToString());
        return ReadingEndpoints.Answer(request, fields, () => Read(query.After, query.Limit), export, columns, Read);

        Page<AttendanceRow> Read(string? after, int limit) => caller is { Who: Who.Clerk, Person.Staff: null }
            ? new([], null, 0)
            : attendance.Find(query with { After = after, Limit = limit });
    }
}
