using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Calendars;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Cluster.Hosting;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>The Orleans host in this process, a cluster of its own over a journal in a temporary folder.</summary>
internal sealed class OrleansHost : IAsyncDisposable
{
    private readonly TemporaryFolder? owned;
    private readonly IHost host;

    private OrleansHost(string rules, EngineOptions options, string? folder, TimeProvider time)
    {
        owned = folder is null ? new TemporaryFolder() : null;
        var data = new DataFolder(folder ?? owned!.Path);
        var codec = new JsonEventCodec();
        Journal = SqliteJournal.Open(data.Journal, codec, new SqliteJournalOptions());
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IRuleShelf>(RuleShelf.Open(data.RuleVersions, rules, HolidayBook.Embedded));
        builder.Services.AddSingleton<IEventCodec>(codec);
        builder.Services.AddSingleton<IJournal>(_ => Journal);
        builder.Services.AddSingleton(new JournalFeed(Journal));
        builder.AddSiloEngine(
            data, new ClusterOptions { SiloPort = Ports.Free(), GatewayPort = Ports.Free(), DeadlineShards = 3 },
            isShared: false);
        host = builder.Build();
    }

    public SqliteJournal Journal { get; }

    public IEngine Engine => host.Services.GetRequiredService<IEngine>();

    /// <summary>Starts a silo; over a folder of its own unless one is given.</summary>
    public static async Task<OrleansHost> StartAsync(
        string rules, EngineOptions options, string? folder = null, TimeProvider? time = null)
    {
        var started = new OrleansHost(rules, options, folder, time ?? TimeProvider.System);
        await started.host.StartAsync();
        return started;
    }

    /// <summary>Submits facts in order, so many at a time.</summary>
    public async Task<int> SubmitAsync(IEnumerable<Fact> facts, int batch = 1000)
    {
        var accepted = 0;
        foreach (var part in facts.Chunk(batch))
        {
            accepted += (await Engine.SubmitAsync(part, Patience.Wait, CancellationToken.None)).Accepted;
        }

        return accepted;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        await Journal.DisposeAsync();
        owned?.Dispose();
    }
}
