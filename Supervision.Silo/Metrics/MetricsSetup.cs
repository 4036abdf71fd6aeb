using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Supervision.Silo.Metrics;

/// <summary>Adds metrics to the composition root.</summary>
public static partial class MetricsSetup
{
    /// <summary>
    /// Registers the instruments and whatever sends them. Needs a board, a journal, a view feeder, a rule shelf and the
    /// state of an engine.
    /// </summary>
    public static void AddSupervisionMetrics(this IServiceCollection services, MetricsOptions options)
    {
        services.AddSingleton<Instruments>();
        if (options.OtlpUrl is not null)
        {
            services.AddHostedService(provider => new OtlpExport(options, provider.GetRequiredService<Instruments>()));
        }

        AddInflux(services, options);
        if (options.OtlpUrl is not null || options.Influx.Url is not null)
        {
            services.AddSingleton<IHealthCheckPublisher, HealthGauge>();
            services.Configure<HealthCheckPublisherOptions>(
                health => (health.Delay, health.Period) = (options.Every, options.Every));
        }
    }

    /// <summary>Compiled in the Cluster profile; in any other, reading the options refuses what leads here.</summary>
    static partial void AddInflux(IServiceCollection services, MetricsOptions options);
}
