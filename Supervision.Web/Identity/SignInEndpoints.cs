using Supervision.Core.Ports;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;

namespace Supervision.Web.Identity;

/// <summary>What belongs to sign-in and is no page.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        // Taking the form makes the framework ask for its antiforgery token.
        endpoints.MapPost("/sign-out", async (HttpContext context, IFormCollection _, Door door) =>
        {
            await door.LeaveAsync(context);
            return Results.LocalRedirect("/sign-in");
        }).ExcludeFromDescription();
        endpoints.MapGet("/kiosk/{key}", OpenKioskAsync).ExcludeFromDescription();
        endpoints.MapGet("/audit/download", DownloadAuditAsync).ExcludeFromDescription();
    }

    /// <summary>Turns a kiosk link into a cookie, so that the key leaves the address bar.</summary>
    private static async Task<IResult> OpenKioskAsync(string key, HttpContext context, IFeedKeys keys, AuditLog audit)
    {
        if (await keys.FindAsync(key, context.RequestAborted) is not { Scope: FeedKeyScope.Kiosk } kiosk)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        context.Response.Cookies.Append(CallerReader.KioskCookie, key, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(400), // browsers keep none for longer; withdrawing the link ends it at once
            IsEssential = true,
        });
        audit.Write(context, AuditKind.KioskOpened, kiosk.Name, caller: Caller.Of(kiosk));
        return Results.LocalRedirect("/wall");
    }

    private static Task DownloadAuditAsync(
        HttpContext context, AuditLog audit, ListExport export, IExport<AuditLine> columns, HallTime time,
        string? format)
    {
        var query = AuditFilter.Of(context.Request.Query).Query(time);
        audit.Write(context, AuditKind.Exported, "audit", context.Request.QueryString.ToString());
        return export.WriteAsync(
            context, format == ExportFormat.Xlsx.Ending ? ExportFormat.Xlsx : ExportFormat.Csv, columns,
            (after, limit) => audit.Find(query with { Before = AuditFilter.Cursor(after), Limit = limit }));
    }
}
