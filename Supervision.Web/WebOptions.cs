using Supervision.Silo.Hosting;

namespace Supervision.Web;

/// <summary>What an administrator may set, bound from <c>Supervision</c>.</summary>
public sealed class WebOptions : SupervisionOptions
{
    /// <summary>How pages look; read by the pages themselves.</summary>
    public Components.PageOptions Pages { get; set; } = new();

    /// <summary>Limits of the live push; read by the hub itself.</summary>
    public Hubs.BoardPushOptions Push { get; set; } = new();
}
