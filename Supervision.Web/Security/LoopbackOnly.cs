using System.Net;

namespace Supervision.Web.Security;

/// <summary>Marks an endpoint that answers only callers on this machine. It goes away with sign-in.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class LoopbackOnlyAttribute : Attribute
{
    /// <summary>The one there is.</summary>
    public static LoopbackOnlyAttribute Instance { get; } = new();
}

/// <summary>
/// Refuses callers from elsewhere at endpoints marked <see cref="LoopbackOnlyAttribute"/>. The address alone is not
/// enough: a proxy on this machine forwards strangers from a loopback address, and a foreign web page opened here can
/// reach us through a name that resolves to it, or through a web socket. So forwarded requests, foreign host names and
/// foreign origins are refused too.
/// </summary>
public sealed class LoopbackOnly(RequestDelegate next)
{
    private static readonly string[] ForwardingHeaders = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    /// <summary>Lets the request through or answers 403.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<LoopbackOnlyAttribute>() is null || IsLocal(context))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsLocal(HttpContext context)
    {
        var request = context.Request;
        return context.Connection.RemoteIpAddress is { } address
            && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            && !ForwardingHeaders.Any(request.Headers.ContainsKey)
            && IsLoopbackName(request.Host.Host)
            && (request.Headers.Origin.ToString() is not { Length: > 0 } origin
                || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value));
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
