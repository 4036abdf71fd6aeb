using System.Net;

namespace Supervision.Web.Security;

/// <summary>
/// Whether a request comes from this machine. The address alone is not enough: a proxy on this machine forwards
/// strangers from a loopback address, and a foreign web page opened here can reach us through a name that resolves to
/// it, or through a web socket. So forwarded requests, foreign host names and foreign origins are from elsewhere.
/// </summary>
public static class Loopback
{
    private static readonly string[] ForwardingHeaders = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    /// <summary>True for callers on this machine alone.</summary>
    public static bool IsLocal(HttpContext context)
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
