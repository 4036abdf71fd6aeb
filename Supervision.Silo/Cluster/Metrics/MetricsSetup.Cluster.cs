using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Supervision.Silo.Cluster.Metrics;

namespace Supervision.Silo.Metrics;

/// <summary>Adds what only a build with InfluxDB's client can send.</summary>
public static partial class MetricsSetup
{
    static partial void AddInflux(IServiceCollection services, MetricsOptions options)
    {
        if (options.Influx.Url is not null)
        {
            services.AddHostedService(provider => new InfluxExport(
                options, provider.GetRequiredService<Instruments>(), Environment.MachineName,
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<InfluxExport>>()));
        }
    }
}
