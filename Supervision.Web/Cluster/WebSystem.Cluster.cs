using Supervision.Silo.Cluster.Hosting;
using Supervision.Silo.Hosting;

namespace Supervision.Web;

/// <summary>The system when entities live in Orleans.</summary>
public static partial class WebSystem
{
    static partial void AddClusterNode(WebApplicationBuilder builder, DataFolder folder, WebOptions options) =>
        builder.AddWebNode(folder, options, TimeProvider.System);
}
