using Microsoft.AspNetCore.Mvc;
using Supervision.Silo.Auditing;
using Supervision.Web.Components;

namespace Supervision.Web.Identity;

/// <summary>
/// Stands before every endpoint: finds out who calls and asks the table. What has no line answers nobody. Also refuses
/// what a foreign web page makes a signed-in browser send.
/// </summary>
internal sealed class AccessGate(
    RequestDelegate next, AccessTable table, CallerReader callers, AuditLog audit, AuditQuota quota)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context); // nothing is there: the answer is 404 or 405
            return;
        }

        var caller = await callers.ReadAsync(context);
        caller.Attach(context);
        var rule = table.Find(endpoint, context.Request.Method);
        if (rule is null || !rule.Who.HasFlag(caller.Who))
        {
            await RefuseAsync(context, caller, rule);
        }
        else if (IsForeign(context.Request) && !caller.Who.HasFlag(Who.FactsKey) && !caller.Who.HasFlag(Who.ReadKey))
        {
            await ForbidAsync(context, caller, "Origin: the request was made by a page of another site.");
        }
        else if (Narrow(rule, context, caller) is { } reason)
        {
            await ForbidAsync(context, caller, reason);
        }
        else
        {
            if (rule.Who != Who.Everybody)
            {
                // What one caller may see is nobody else's to find in a cache.
                context.Response.Headers.CacheControl = "no-cache, no-store";
                context.Response.Headers.XContentTypeOptions = "nosniff";
            }

            await next(context);
        }
    }

    /// <summary>Why being bound to an organisation forbids it; null when it does not.</summary>
    private static string? Narrow(AccessRule rule, HttpContext context, Caller caller) => rule.Bound switch
    {
        Bound.Refused when caller.Organisations.Count > 0 =>
            "This is for the whole city; the account is bound to an organisation.",
        Bound.Figures when BoardParts.WindowsOf(context) is { Length: > 0 } windows =>
            "Authorization: figures are kept by hall and department, and this caller is bound to "
            + $"{string.Join(", ", windows)}. Lists of cases and alerts show what it may see.",
        _ => null,
    };

    private Task RefuseAsync(HttpContext context, Caller caller, AccessRule? rule)
    {
        if (caller.Who is not (Who.Stranger or Who.Demo))
        {
            return ForbidAsync(context, caller, WantedBy(rule));
        }

        if (!SupervisionPages.IsPage(context))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return ProblemAsync(
                context, StatusCodes.Status401Unauthorized, "An API key or a signed-in person is needed",
                "Authorization: send 'Bearer KEY' with a key that is known and not withdrawn. An administrator makes "
                + "keys with 'keys add'.");
        }

        if (HttpMethods.IsGet(context.Request.Method) && rule is not null)
        {
            context.Response.Redirect(
                "/sign-in?back=" + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString));
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private async Task ForbidAsync(HttpContext context, Caller caller, string reason)
    {
        quota.Spend(caller, untold => audit.Write(
            context, AuditKind.Refused, $"{context.Request.Method} {context.Request.Path}",
            untold == 0 ? "" : $"{untold} untold", caller));
        if (SupervisionPages.IsPage(context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await ProblemAsync(context, StatusCodes.Status403Forbidden, "This caller may not do that", reason);
    }

    private static string WantedBy(AccessRule? rule) => rule is null
        ? "Authorization: nobody may do that here."
        : $"Authorization: this is for {rule.Who.ToString().ToLowerInvariant()}.";

    private static Task ProblemAsync(HttpContext context, int status, string title, string detail) =>
        Results.Problem(new ProblemDetails { Status = status, Title = title, Detail = detail }).ExecuteAsync(context);

    /// <summary>Whether a browser says that a page of another site sent this request to change something.</summary>
    private static bool IsForeign(HttpRequest request) =>
        (request.Headers.Upgrade.Count > 0
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        && request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
}
