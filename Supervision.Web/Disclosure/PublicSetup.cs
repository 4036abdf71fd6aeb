using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Supervision.Web.Disclosure;

/// <summary>How often strangers may ask: what is public is cheap, and receipts are not guessed.</summary>
public sealed class PublicOptions
{
    /// <summary>Requests of one address in a minute to public pages, 1 to 100 000. Default 120.</summary>
    public int PerMinute { get; set; } = 120;

    /// <summary>Receipts one address may try in a minute, 1 to 10 000. Default 20.</summary>
    public int ReceiptsPerMinute { get; set; } = 20;

    internal IEnumerable<string> Faults(string section)
    {
        if (PerMinute is < 1 or > 100_000)
        {
            yield return $"{section}:{nameof(PerMinute)}: {PerMinute} should be from 1 to 100000";
        }

        if (ReceiptsPerMinute is < 1 or > 10_000)
        {
            yield return $"{section}:{nameof(ReceiptsPerMinute)}: {ReceiptsPerMinute} should be from 1 to 10000";
        }
    }
}

/// <summary>Adds what strangers may see.</summary>
internal static class PublicSetup
{
    /// <summary>Name of the limit for receipts.</summary>
    public const string Receipts = "receipts";

    /// <summary>Name of the limit for everything else that is public.</summary>
    public const string Pages = "public";

    public static void AddDisclosure(this IServiceCollection services, PublicOptions options)
    {
        services.AddSingleton<PublicRankings>();
        services.AddSingleton<PublicFigures>();
        services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Pages, context => Limit(context, options.PerMinute));
            limiter.AddPolicy(Receipts, context => Limit(context, options.ReceiptsPerMinute));
            limiter.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                rejected.HttpContext.Response.Headers.RetryAfter =
                    rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
                        ? Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture)
                        : "60";
                return ValueTask.CompletedTask;
            };
        });
    }

    private static RateLimitPartition<string> Limit(HttpContext context, int perMinute) =>
        RateLimitPartition.GetFixedWindowLimiter(PartOf(context.Connection.RemoteIpAddress), _ => new()
        {
            PermitLimit = perMinute,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        });

    /// <summary>A household has a whole /64 of IPv6: counted by address it would have no limit.</summary>
    private static string PartOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes()[..8]),
        _ => address.ToString(),
    };
}
