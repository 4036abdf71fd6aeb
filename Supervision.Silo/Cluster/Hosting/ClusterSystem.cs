using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Supervision.Core.Reading;
using Supervision.Silo.Cluster.Boards;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals.Postgres;
using Supervision.Silo.Metrics;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Cluster.Hosting;

/// <summary>Puts together what each kind of process runs when entities live in Orleans.</summary>
public static class ClusterSystem
{
    /// <summary>A silo of several: entities live and decide here, over the journal that all silos share.</summary>
    public static void AddSilo(
        this IHostApplicationBuilder builder, DataFolder folder, SupervisionOptions options, TimeProvider time)
    {
        folder = AddGround(builder, folder, options, time);
        AddSharedJournal(builder.Services, folder, options, JournalAccess.Shared, time);
        builder.AddSiloEngine(folder, options.Cluster, isShared: true);
        builder.Services.AddBoard();
        builder.Services.AddViewFeeder();
        builder.Services.AddSupervisionMetrics(options.Metrics);
    }

    /// <summary>
    /// What people see: a client of the silos that follows the journal for its lists and the city for its board.
    /// Without <see cref="ClusterOptions.Connection"/> it is the whole system, with a silo inside.
    /// </summary>
    public static void AddWebNode(
        this IHostApplicationBuilder builder, DataFolder folder, SupervisionOptions options, TimeProvider time)
    {
        folder = AddGround(builder, folder, options, time);
        var services = builder.Services;
        if (options.Cluster.Connection is null)
        {
            var codec = new JsonEventCodec();
            var journal = JournalStore.OpenWriterAsync(folder, options.Journal, codec, time, CancellationToken.None);
            services.AddJournal(journal.GetAwaiter().GetResult(), codec);
            builder.AddSiloEngine(folder, options.Cluster, isShared: false);
            services.AddLists();
            services.AddBoard();
        }
        else
        {
            AddSharedJournal(services, folder, options, JournalAccess.Read, time);
            builder.AddClientEngine(options.Cluster);
            services.AddLists();
            AddFollowedBoard(services);
        }

        services.AddViewFeeder();
        services.AddHostedService<CalendarUpdate>();
        services.AddReactions(folder, options.Engine, isSole: options.Cluster.Connection is null);
        if (options.Cluster.Connection is not null)
        {
            services.AddHostedService<ErrandKeeper>();
        }
    }

    /// <summary>A door for feeds: a client of the silos that judges facts and sends them on.</summary>
    public static void AddDoor(
        this IHostApplicationBuilder builder, DataFolder folder, SupervisionOptions options, TimeProvider time)
    {
        AddGround(builder, folder, options, time);
        builder.AddClientEngine(options.Cluster);
    }

    private static DataFolder AddGround(
        IHostApplicationBuilder builder, DataFolder folder, SupervisionOptions options, TimeProvider time)
    {
        folder = folder with { Node = options.Cluster.NodeDirectory ?? folder.Path };
        PrivateFile.CreateFolder(folder.Path);
        PrivateFile.CreateFolder(folder.Node);
        builder.Services.AddRules(folder, options.ReadRules(folder), options.Engine, time);
        return folder;
    }

    private static void AddSharedJournal(
        IServiceCollection services, DataFolder folder, SupervisionOptions options, JournalAccess access,
        TimeProvider time)
    {
        var codec = new JsonEventCodec();
        var journal = JournalStore.OpenPostgresAsync(
            folder, options.Journal, access, codec, time, CancellationToken.None);
        services.AddJournal(journal.GetAwaiter().GetResult(), codec);
    }

    private static void AddFollowedBoard(IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<RuleShelf>().Calendars.Common);
        services.AddSingleton<FollowedBoard>();
        services.AddSingleton<IBoard>(provider => provider.GetRequiredService<FollowedBoard>());
        services.AddHostedService(provider => provider.GetRequiredService<FollowedBoard>());
    }
}
