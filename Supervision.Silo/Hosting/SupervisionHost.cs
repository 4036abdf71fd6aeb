using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Supervision.Core.Calendars;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Attachments;
using Supervision.Silo.Draws;
using Supervision.Silo.Auditing;
using Supervision.Silo.Devices;
using Supervision.Silo.Embedded;
using Supervision.Silo.Jobs;
using Supervision.Silo.Journals;
using Supervision.Silo.Journals.Postgres;
using Supervision.Silo.Reactions;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;
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
    /// <param name="journalOptions">Where the journal lies.</param>
    /// <param name="options">Limits of the engine.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="rebuild">Whether to throw away everything derived and make it anew.</param>
    /// <exception cref="JournalUnusableException">The journal is corrupt, foreign, newer or in use.</exception>
    /// <exception cref="JournalUnavailableException">The journal's server does not answer.</exception>
    /// <exception cref="Core.Rules.RuleBookException">The rule book has faults.</exception>
    /// <exception cref="CalendarException">The calendar has faults.</exception>
    public static IServiceCollection AddSupervision(
        this IServiceCollection services, DataFolder folder, string rulesJson, JournalOptions journalOptions,
        EngineOptions options, TimeProvider time, bool rebuild = false)
    {
        PrivateFile.CreateFolder(folder.Path);
        var shelf = services.AddRules(folder, rulesJson, options, time);
        var codec = new JsonEventCodec();
        var journal = JournalStore.OpenWriterAsync(folder, journalOptions, codec, time, CancellationToken.None)
            .GetAwaiter().GetResult();
        if (rebuild)
        {
            folder.DeleteDerived();
        }

        services.AddJournal(journal, codec);
        services.AddSingleton(provider => new EmbeddedEngine(
            journal, provider.GetRequiredService<JournalFeed>(), shelf, codec, options, folder.EntityIndex, time,
            provider.GetRequiredService<ILogger<EmbeddedEngine>>()));
        services.AddSingleton<IEngine>(provider => provider.GetRequiredService<EmbeddedEngine>());
        services.AddSingleton<IEngineState>(provider => provider.GetRequiredService<EmbeddedEngine>());
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedEngine>());
        services.AddLists();
        services.AddBoard();
        services.AddViewFeeder();
        services.AddHostedService<CalendarUpdate>();
        services.AddReactions(folder, options, isSole: true);
        return services;
    }

    /// <summary>
    /// In Replay nobody is there to answer: orders ask people of now for what happens now, so reactions rest.
    /// </summary>
    internal static void AddReactions(
        this IServiceCollection services, DataFolder folder, EngineOptions options, bool isSole)
    {
        services.AddSingleton<CauseViews>();
        services.AddSingleton<OrderCauses>();
        services.AddSingleton<CommandsUnderWay>();
        services.AddSingleton<IReaction, LinkReaction>();
        services.AddSingleton<IReaction, StampReaction>();
        services.AddSingleton<IReaction, DrawReaction>();
        services.AddSingleton<IReaction, PresenceReaction>();
        services.AddSingleton<IReaction, OrderReaction>();
        services.AddSingleton(provider => new ReactionPosition(
            folder.Reactions, provider.GetRequiredService<IJournal>()));
        services.AddSingleton<ReactionStart>();
        services.AddSingleton<JournalReactions>();
        if (options.Clock == ClockMode.Live)
        {
            services.AddErrand<JournalReactions>(isSole);
        }
    }

    /// <summary>Registers what every process that judges facts needs: options, rules, calendars, keys.</summary>
    internal static RuleShelf AddRules(
        this IServiceCollection services, DataFolder folder, string rulesJson, EngineOptions options, TimeProvider time)
    {
        var holidays = CalendarFiles.Read(folder.Calendars);
        var shelf = RuleShelf.Open(folder.RuleVersions, rulesJson, holidays);
        services.AddSingleton(time);
        services.AddSingleton(folder);
        services.AddSingleton(options);
        services.AddSingleton(holidays);
        services.AddSingleton(shelf);
        services.AddSingleton<IRuleShelf>(shelf);
        services.AddSingleton(_ => new KeyStore(folder.Keys, time));
        services.AddSingleton(_ => new DeviceStore(folder.Devices, time));
        services.AddSingleton<IDevices>(provider => provider.GetRequiredService<DeviceStore>());
        services.AddSingleton<IFeedKeys>(provider => provider.GetRequiredService<KeyStore>());
        services.AddSingleton(_ => new AuditLog(folder.Audit, time));
        services.AddSingleton(_ => new PoolStore(folder.Pools));
        return shelf;
    }

    /// <summary>Registers an open journal, which the container closes, and a feed that follows it.</summary>
    internal static void AddJournal(this IServiceCollection services, IJournal journal, IEventCodec codec)
    {
        var feed = new JournalFeed(journal);
        if (journal is PostgresJournal shared)
        {
            shared.Grown += feed.Wake;
        }

        services.AddSingleton(codec);
        services.AddSingleton(_ => journal); // a factory, so that the container closes it
        services.AddSingleton(provider => (IJournalProofs)provider.GetRequiredService<IJournal>());
        services.AddSingleton(feed);
    }

    /// <summary>Registers the board that is counted from the journal in this process.</summary>
    internal static void AddBoard(this IServiceCollection services)
    {
        services.AddSingleton(provider => new BoardView(
            provider.GetRequiredService<ViewDatabase>(), provider.GetRequiredService<RuleShelf>().Calendars.Common,
            () => provider.GetRequiredService<IEngine>().Now));
        services.AddSingleton<IView>(provider => provider.GetRequiredService<BoardView>());
        services.AddSingleton<IBoard>(provider => provider.GetRequiredService<BoardView>());
    }

    /// <summary>Registers the lists of cases, alerts, orders, windows, attendance, ratings and complaints.</summary>
    internal static void AddLists(this IServiceCollection services)
    {
        services.AddSingleton<CasesView>();
        services.AddSingleton<AlertsView>();
        services.AddSingleton<OrdersView>();
        services.AddSingleton<AttachmentsView>();
        services.AddSingleton<IView>(provider => provider.GetRequiredService<CasesView>());
        services.AddSingleton<IView>(provider => provider.GetRequiredService<AlertsView>());
        services.AddSingleton<IView>(provider => provider.GetRequiredService<OrdersView>());
        services.AddSingleton<IView>(provider => provider.GetRequiredService<AttachmentsView>());
        services.AddSingleton<AlertList>();
        services.AddSingleton<IAlertList>(provider => provider.GetRequiredService<AlertList>());
        services.AddSingleton<ICaseList, CaseList>();
        services.AddSingleton<IOrderList, OrderList>();
        services.AddWindowLists();
        services.AddJobLists();
        services.AddSingleton(provider => ReceiptKey.CodesOf(provider.GetRequiredService<DataFolder>()));
        services.AddSingleton<ReceiptsView>();
        services.AddSingleton<IView>(provider => provider.GetRequiredService<ReceiptsView>());
        services.AddSingleton<ReceiptDesk>();
        services.AddScores();
    }

    private static void AddScores(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ScoresView(
            provider.GetRequiredService<ViewDatabase>(), provider.GetRequiredService<RuleShelf>().Calendars.Common));
        services.AddSingleton<IView>(provider => provider.GetRequiredService<ScoresView>());
        services.AddSingleton<ScoreList>();
        services.AddSingleton<IScores>(provider => provider.GetRequiredService<ScoreList>());
        services.AddSingleton<IMonthClosing, MonthClosing>();
        services.AddHostedService<RankingPreparation>();
    }

    private static void AddWindowLists(this IServiceCollection services)
    {
        services.AddSingleton<WindowsView>();
        services.AddSingleton<AttendanceView>();
        services.AddSingleton<LeavesView>();
        services.AddSingleton<RatingsView>();
        services.AddSingleton<ComplaintsView>();
        services.AddSingleton<PatrolsView>();
        services.AddSingleton<DrawsView>();
        services.AddSingleton<IView>(provider => provider.GetRequiredService<WindowsView>());
        services.AddSingleton<IView>(provider => provider.GetRequiredService<AttendanceView>());
        services.AddSingleton<IView>(provider => provider.GetRequiredService<LeavesView>());
        services.AddSingleton<IView>(provider => provider.GetRequiredService<RatingsView>());
        services.AddSingleton<IView>(provider => provider.GetRequiredService<ComplaintsView>());
        services.AddSingleton<IView>(provider => provider.GetRequiredService<PatrolsView>());
        services.AddSingleton<IView>(provider => provider.GetRequiredService<DrawsView>());
        services.AddSingleton<IWindowList, WindowList>();
        services.AddSingleton<IAttendanceList, AttendanceList>();
        services.AddSingleton<IRatingList, RatingList>();
        services.AddSingleton<IComplaintList, ComplaintList>();
        services.AddSingleton<IPatrolList, PatrolList>();
        services.AddSingleton<IDrawList, DrawList>();
        services.AddSingleton<PoolSources>();
    }

    /// <summary>Registers what feeds every view that is registered.</summary>
    internal static void AddViewFeeder(this IServiceCollection services)
    {
        services.AddSingleton(provider => ViewDatabase.Open(
            provider.GetRequiredService<DataFolder>().Views, provider.GetRequiredService<IJournal>()));
        services.AddSingleton(provider => new ViewFeeder(
            provider.GetRequiredService<ViewDatabase>(), [.. provider.GetServices<IView>()],
            provider.GetRequiredService<JournalFeed>(), provider.GetRequiredService<IEngineState>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ViewFeeder>>()));
        services.AddHostedService(provider => provider.GetRequiredService<ViewFeeder>());
    }
}
