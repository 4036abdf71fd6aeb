using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Serialization;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Runtime;
using ClusterOptions = Supervision.Silo.Hosting.ClusterOptions;
using ClusterOptionsOfOrleans = Orleans.Configuration.ClusterOptions;

namespace Supervision.Silo.Cluster.Hosting;

/// <summary>Registers the Orleans host in place of the embedded one.</summary>
public static class ClusterHost
{
    private const string Provider = "Npgsql";

    /// <summary>Makes this process a silo: entities live and decide here.</summary>
    /// <param name="builder">Has journal, feed, rule shelf, codec and options registered.</param>
    /// <param name="folder">Where the silo's derived file lies.</param>
    /// <param name="cluster">How silos find each other.</param>
    /// <param name="isShared">Whether other silos append to the same journal.</param>
    public static void AddSiloEngine(
        this IHostApplicationBuilder builder, DataFolder folder, ClusterOptions cluster, bool isShared)
    {
        var services = builder.Services;
        services.AddSingleton(cluster);
        services.AddSingleton(provider => new EntityFollower(
            provider.GetRequiredService<IJournal>(), provider.GetRequiredService<JournalFeed>(),
            provider.GetRequiredService<EngineOptions>(), folder.EntityIndex,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EntityFollower>>()));
        services.AddSingleton<IEngineState, SiloState>();
        services.AddHostedService(provider => provider.GetRequiredService<EntityFollower>());
        services.AddSingleton(provider => CommitsOf(provider, isShared));
        services.AddSingleton<EntityTurn>();
        services.AddSingleton<Grains.EntityServices>();
        AddTables(services, cluster);
        builder.UseOrleans(silo => Configure(silo, cluster));
        AddEngine(services);
        services.AddHostedService<GrainKeeper>();
    }

    /// <summary>Makes this process a client: it sends facts to silos and asks them.</summary>
    /// <param name="builder">Has options and time registered.</param>
    /// <param name="cluster">Where the silos are; <see cref="ClusterOptions.Connection"/> is needed.</param>
    public static void AddClientEngine(this IHostApplicationBuilder builder, ClusterOptions cluster)
    {
        var services = builder.Services;
        services.AddSingleton(cluster);
        services.AddSingleton<IEngineState, NoEngineHere>();
        AddTables(services, cluster);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptionsOfOrleans>(options => Name(options, cluster));
            client.UseAdoNetClustering(options =>
            {
                options.Invariant = Provider;
                options.ConnectionString = cluster.Connection!;
            });
            client.UseConnectionRetryFilter<SilosMayComeLater>();
            client.Services.Configure<ExceptionSerializationOptions>(Allow);
        });
        AddEngine(services);
    }

    private static GroupCommit CommitsOf(IServiceProvider provider, bool isShared)
    {
        var journal = provider.GetRequiredService<IJournal>();
        var groupMax = provider.GetRequiredService<EngineOptions>().GroupMax;
        return new GroupCommit(
            isShared ? journal : new SoleJournal(journal, provider.GetRequiredService<JournalFeed>()), groupMax);
    }

    private static void AddTables(IServiceCollection services, ClusterOptions cluster)
    {
        if (cluster.Connection is not null)
        {
            services.AddHostedService<ClusterTables>();
        }
    }

    private static void AddEngine(IServiceCollection services)
    {
        services.AddSingleton<OrleansEngine>();
        services.AddSingleton<IEngine>(provider => provider.GetRequiredService<OrleansEngine>());
        services.AddHostedService(provider => provider.GetRequiredService<OrleansEngine>());
    }

    private static void Configure(ISiloBuilder silo, ClusterOptions cluster)
    {
        if (cluster.Connection is { } connection)
        {
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Provider, connection));
            silo.UseAdoNetReminderService(
                options => (options.Invariant, options.ConnectionString) = (Provider, connection));
        }
        else
        {
            silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort);
            silo.UseInMemoryReminderService();
        }

        silo.Configure<ClusterOptionsOfOrleans>(options => Name(options, cluster));
        silo.Configure<EndpointOptions>(options =>
        {
            (options.SiloPort, options.GatewayPort) = (cluster.SiloPort, cluster.GatewayPort);
            if (cluster.Address is { } address)
            {
                options.AdvertisedIPAddress = IPAddress.Parse(address);
            }
        });
        silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = cluster.IdleAfter);
        silo.Services.Configure<ExceptionSerializationOptions>(Allow);
        silo.AddIncomingGrainCallFilter<FaultsForOthers>();
    }

    private static void Name(ClusterOptionsOfOrleans options, ClusterOptions cluster) =>
        (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ClusterId);

    /// <summary>So that a port's own exceptions arrive as what they are.</summary>
    private static void Allow(ExceptionSerializationOptions options) =>
        options.SupportedNamespacePrefixes.Add("Supervision");

    /// <summary>Clients and silos start in any order.</summary>
    private sealed class SilosMayComeLater(TimeProvider time) : IClientConnectionRetryFilter
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            await Task.Delay(Pause, time, cancellationToken);
            return true;
        }
    }

    private sealed class SiloState(EntityFollower follower, GroupCommit commits) : IEngineState
    {
        public Exception? Fault => follower.Fault;

        public Exception? JournalFault => commits.Fault;

        public TimeSpan ClockBehind => follower.ClockBehind;
    }

    /// <summary>A client decides nothing, so nothing of it can fail; its calls say what silos lack.</summary>
    private sealed class NoEngineHere : IEngineState
    {
        public Exception? Fault => null;

        public Exception? JournalFault => null;

        public TimeSpan ClockBehind => TimeSpan.Zero;
    }
}
