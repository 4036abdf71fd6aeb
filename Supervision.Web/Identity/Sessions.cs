using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Supervision.Core.Ports;

namespace Supervision.Web.Identity;

/// <summary>
/// Which long connections may go on: a hub is entered once, so it asks here whether what let it in still holds.
/// Safe for concurrent use.
/// </summary>
internal sealed class Sessions(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> ended = new(StringComparer.Ordinal);

    /// <summary>Ends every connection that an account has now.</summary>
    public void End(string account) => ended[account] = time.GetUtcNow();

    /// <summary>What let this request in.</summary>
    public Session Of(HttpContext context)
    {
        var account = Caller.Of(context).Person?.Id;
        var shownKey = account is null ? CallerReader.ShownKey(context.Request) : null;
        var ticket = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties;
        var keys = context.RequestServices.GetRequiredService<IFeedKeys>();
        var (startedAt, expiresAt) = (time.GetUtcNow(), account is null ? null : ticket?.ExpiresUtc);
        return new Session(() =>
            account is not null ? !IsEnded(account, startedAt) && !(expiresAt <= time.GetUtcNow())
            : shownKey is null || IsKnown(keys, shownKey));
    }

    private bool IsEnded(string account, DateTimeOffset startedAt) =>
        ended.TryGetValue(account, out var at) && at >= startedAt;

    /// <summary>The store answers at once; one that does not is asked again at the next look.</summary>
    private static bool IsKnown(IFeedKeys keys, string key) =>
        keys.FindAsync(key, CancellationToken.None) is not { IsCompletedSuccessfully: true } found
        || found.Result is not null;
}

/// <summary>What let somebody in.</summary>
/// <param name="Lasts">Whether it still holds; quick, safe for concurrent use.</param>
internal sealed record Session(Func<bool> Lasts);
