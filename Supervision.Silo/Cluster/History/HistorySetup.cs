using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Supervision.Core.Ports;
using Supervision.Silo.History;
using Supervision.Silo.Hosting;
using Supervision.Silo.Metrics;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Cluster.History;

/// <summary>Adds the history store to the composition root.</summary>
public static class HistorySetup
{
    /// <summary>
    /// Registers what people ask, and what writes the store: always where this process is alone, else while it holds
    /// the errands. Needs a journal, its feed, a rule shelf and the instruments.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Where the store is; <see cref="HistoryOptions.Connection"/> is needed.</param>
    /// <param name="isSole">Whether no other process writes it.</param>
    public static void AddClickHouse(this IServiceCollection services, HistoryOptions options, bool isSole)
    {
        services.AddSingleton(options);
        services.AddSingleton<ClickHouseStore>();
        services.AddSingleton(provider =>
        {
            var writer = new HistoryWriter(
                provider.GetRequiredService<ClickHouseStore>(), provider.GetRequiredService<JournalFeed>(),
                provider.GetRequiredService<IJournal>(), provider.GetRequiredService<RuleShelf>().Calendars.Common,
                options, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<HistoryWriter>>());
            writer.Measure(provider.GetRequiredService<Instruments>().Meter);
            return writer;
        });
        services.AddErrand<HistoryWriter>(isSole);
        services.AddHealthChecks().AddCheck<HistoryHealth>("history");
        services.AddSingleton<IHistory, ClickHouseHistory>();
        services.AddSingleton<RankingCheck>();
    }
}
