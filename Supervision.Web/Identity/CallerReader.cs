using Supervision.Core.Ports;
using Supervision.Web.Security;

namespace Supervision.Web.Identity;

/// <summary>
/// Finds out who sent a request. What the request shows openly comes first: an <c>Authorization</c> header decides
/// alone, then the cookie of a person, then that of a kiosk link.
/// </summary>
internal sealed class CallerReader(IFeedKeys keys, DemoMode demo)
{
    /// <summary>Cookie of a wall that was opened by a kiosk link; holds the link's key.</summary>
    public const string KioskCookie = "supervision.kiosk";

    private const string Prefix = "Bearer ";
    private const int KeyCharactersMax = 256;

    /// <summary>Who it is; a stranger when what was shown is unknown, withdrawn or nothing.</summary>
    public async ValueTask<Caller> ReadAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            return await KeyAsync(BearerOf(context.Request), context.RequestAborted) is { } key
                && key.Scope != FeedKeyScope.Kiosk ? Caller.Of(key) : Caller.Stranger;
        }

        if (Actors.Of(context.User) is { } person)
        {
            return Caller.Of(person);
        }

        if (await KeyAsync(KioskOf(context.Request), context.RequestAborted) is { Scope: FeedKeyScope.Kiosk } kiosk)
        {
            return Caller.Of(kiosk);
        }

        return demo.IsOn && Loopback.IsLocal(context) ? new Caller(Who.Demo) : Caller.Stranger;
    }

    /// <summary>The key a request shows, in whichever way; null when none.</summary>
    public static string? ShownKey(HttpRequest request) => BearerOf(request) ?? KioskOf(request);

    private ValueTask<FeedKey?> KeyAsync(string? shown, CancellationToken cancellationToken) =>
        shown is null ? new((FeedKey?)null) : keys.FindAsync(shown, cancellationToken);

    private static string? KioskOf(HttpRequest request) =>
        request.Cookies[KioskCookie] is { Length: > 0 and <= KeyCharactersMax } key ? key : null;

    private static string? BearerOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && header[Prefix.Length..].Trim() is { Length: > 0 and <= KeyCharactersMax } key ? key : null;
    }
}

/// <summary>Whether the generated city runs, whose wall may be watched on this machine without signing in.</summary>
/// <param name="IsOn">True with <c>--demo</c> alone.</param>
internal sealed record DemoMode(bool IsOn);
