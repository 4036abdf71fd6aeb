using Supervision.Silo.Cluster.History;
using Supervision.Silo.Cluster.Hosting;
using Supervision.Silo.Hosting;

namespace Supervision.Web;

/// <summary>The system when entities live in Orleans.</summary>
public static partial class WebSystem
{
    static partial void AddClusterNode(WebApplicationBuilder builder, DataFolder folder, WebOptions options) =>
        builder.AddWebNode(folder, options, TimeProvider.System);

    static partial void AddHistory(IServiceCollection services, WebOptions options, bool isSole)
    {
        if (options.History.Connection is not null)
        {
            services.AddClickHouse(options.History, isSole);
        }
    }
}
