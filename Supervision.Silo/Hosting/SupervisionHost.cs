using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Supervision.Core.Calendars;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Embedded;
using Supervision.Silo.Journals;
using Supervision.Silo.Reactions;
using Supervision.Silo.Runtime;
using Supervision.Silo.Views;

namespace Supervision.Silo.Hosting;

/// <summary>
/// Puts the embedded system together: journal, engine, views. Nothing is written to a journal it cannot use.
/// </summary>
public static class SupervisionHost
{
    /// <summary>Opens the journal and registers everything that runs on it.</summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">Where the data lies; created when missing.</param>
    /// <param name="rulesJson">The rule book in force.</param>
    /// <param name="options">Limits of the engine.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="rebuild">Whether to throw away everything derived and make it anew.</param>
    /// <exception cref="JournalUnusableException">The journal is corrupt, foreign, newer or in use.</exception>
    /// <exception cref="Core.Rules.RuleBookException">The rule book has faults.</exception>
    /// <exception cref="CalendarException">The calendar has faults.</exception>
    public static IServiceCollection AddSupervision(
        this IServiceCollection services, DataFolder folder, string rulesJson, EngineOptions options, TimeProvider time,
        bool rebuild = false)
    {
        Directory.CreateDirectory(folder.Path);
        var codec = new JsonEventCodec();
        var holidays = CalendarFiles.Read(folder.Calendars);
        var shelf = RuleShelf.Open(folder.RuleVersions, rulesJson, holidays);
        var journal = SqliteJournal.Open(folder.Journal, codec, new SqliteJournalOptions());
        if (rebuild)
        {
            folder.DeleteDerived();
        }

        var feed = new JournalFeed(journal);

        services.AddSingleton(time);
        services.AddSingleton(folder);
        services.AddSingleton(options);
        services.AddSingleton(holidays);
        services.AddSingleton(shelf);
        services.AddSingleton<IRuleShelf>(shelf);
        services.AddSingleton<IEventCodec>(codec);
        services.AddSingleton(_ => journal); // a factory, so that the container closes it
        services.AddSingleton<IJournal>(provider => provider.GetRequiredService<SqliteJournal>());
        services.AddSingleton(feed);
        services.AddSingleton<IFeedKeys>(_ => new KeyStore(folder.Keys, time));
        services.AddSingleton(provider => new EmbeddedEngine(
            journal, feed, shelf, codec, options, folder.EntityIndex, time,
            provider.GetRequiredService<ILogger<EmbeddedEngine>>()));
        services.AddSingleton<IEngine>(provider => provider.GetRequiredService<EmbeddedEngine>());
        AddViews(services, folder, shelf);
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedEngine>());
        services.AddHostedService(provider => provider.GetRequiredService<ViewFeeder>());
        services.AddHostedService<CalendarUpdate>();
        AddReactions(services, folder, options);
        return services;
    }

    /// <summary>
    /// In Replay nobody is there to answer: orders ask people of now for what happens now, so reactions rest.
    /// </summary>
    private static void AddReactions(IServiceCollection services, DataFolder folder, EngineOptions options)
    {
        services.AddSingleton<OrderCauses>();
        services.AddSingleton<OrderReaction>();
        services.AddSingleton(provider => new ReactionPosition(
            folder.Reactions, provider.GetRequiredService<IJournal>()));
        services.AddSingleton<JournalReactions>();
        if (options.Clock == ClockMode.Live)
        {
            services.AddHostedService(provider => provider.GetRequiredService<JournalReactions>());
        }
    }

    private static void AddViews(IServiceCollection services, DataFolder folder, RuleShelf shelf)
    {
        services.AddSingleton(provider => ViewDatabase.Open(
            folder.Views, provider.GetRequiredService<IJournal>()));
        services.AddSingleton<CasesView>();
        services.AddSingleton<AlertsView>();
        services.AddSingleton<OrdersView>();
        services.AddSingleton(provider => new BoardView(
            provider.GetRequiredService<ViewDatabase>(), shelf.Calendars.Common,
            () => provider.GetRequiredService<IEngine>().Now));
        services.AddSingleton(provider => new ViewFeeder(
            provider.GetRequiredService<ViewDatabase>(),
            [
                provider.GetRequiredService<CasesView>(), provider.GetRequiredService<AlertsView>(),
                provider.GetRequiredService<BoardView>(), provider.GetRequiredService<OrdersView>(),
            ],
            provider.GetRequiredService<JournalFeed>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ViewFeeder>>()));
        services.AddSingleton<IBoard>(provider => provider.GetRequiredService<BoardView>());
        services.AddSingleton<AlertList>();
        services.AddSingleton<IAlertList>(provider => provider.GetRequiredService<AlertList>());
        services.AddSingleton<ICaseList, CaseList>();
        services.AddSingleton<IOrderList, OrderList>();
    }
}
