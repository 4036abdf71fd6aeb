using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Supervision.Silo.Metrics;

/// <summary>Adds metrics to the composition root.</summary>
public static class MetricsSetup
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

        if (options.Influx.Url is not null)
        {
            services.AddKeyedSingleton(typeof(InfluxExport), (_, _) => new HttpClient());
            services.AddHostedService(provider => new InfluxExport(
                options, provider.GetRequiredService<Instruments>(), Environment.MachineName,
                provider.GetRequiredKeyedService<HttpClient>(typeof(InfluxExport)),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<InfluxExport>>()));
        }
    }
}
