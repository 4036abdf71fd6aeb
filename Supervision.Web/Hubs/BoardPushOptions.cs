using System.ComponentModel.DataAnnotations;

namespace Supervision.Web.Hubs;

/// <summary>Limits of the live push, under <c>Supervision:Push</c>.</summary>
public sealed class BoardPushOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Supervision:Push";

    /// <summary>
    /// Shortest time between two deltas. The contract promises at most 4 a second, so 250 ms and more.
    /// </summary>
    public TimeSpan Spacing { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A delta is sent at least this often, so that a client can tell a quiet hall from a dead link.</summary>
    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Alerts sent to one scope in a second; the rest is told as a number.</summary>
    [Range(1, 1000)]
    public int AlertsPerSecond { get; set; } = 50;

    /// <summary>Alerts waiting to be sent; what comes beyond is told as a number.</summary>
    [Range(1, 1_000_000)]
    public int AlertsWaiting { get; set; } = 4096;

    /// <summary>Messages waiting for one slow client; beyond it the client gets a fresh snapshot instead.</summary>
    [Range(1, 100_000)]
    public int MessagesWaiting { get; set; } = 128;

    /// <summary>Connected clients.</summary>
    [Range(1, 1_000_000)]
    public int Clients { get; set; } = 2000;

    /// <summary>Halls somebody is looking at, each computed once per delta.</summary>
    [Range(1, 100_000)]
    public int Scopes { get; set; } = 512;
}
