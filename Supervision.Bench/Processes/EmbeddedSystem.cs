using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Ingest.Simulation;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Reactions;
using Supervision.Silo.Views;

namespace Supervision.Bench.Processes;

/// <summary>The embedded system inside this process: journal, engine and views, without the web.</summary>
internal sealed class EmbeddedSystem : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly IHost host;
    private readonly bool withViews;

    private EmbeddedSystem(IHost host, bool withViews) => (this.host, this.withViews) = (host, withViews);

    public EmbeddedEngine Engine => host.Services.GetRequiredService<EmbeddedEngine>();

    public IJournal Journal => host.Services.GetRequiredService<IJournal>();

    public IBoard Board => host.Services.GetRequiredService<IBoard>();

    public IAlertList Alerts => host.Services.GetRequiredService<IAlertList>();

    /// <summary>Opens a data directory.</summary>
    /// <param name="directory">Where the data lies.</param>
    /// <param name="withViews">False runs the engine alone.</param>
    public static async Task<EmbeddedSystem> StartAsync(string directory, bool withViews)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSupervision(
            new DataFolder(directory), CityRules.Text(), new JournalOptions(), new EngineOptions(),
            TimeProvider.System);
        var system = new EmbeddedSystem(builder.Build(), withViews);
        await (withViews ? system.host.StartAsync() : system.Engine.StartAsync(CancellationToken.None));
        return system;
    }

    /// <summary>Submits batches from several clients at once; returns how many facts were new.</summary>
    public async Task<long> SubmitAsync(IEnumerable<Fact[]> batches, int clients)
    {
        var accepted = 0L;
        await Parallel.ForEachAsync(
            batches, new ParallelOptions { MaxDegreeOfParallelism = clients },
            async (batch, cancellationToken) =>
            {
                var receipt = await Engine.SubmitAsync(batch, Patience.Wait, cancellationToken);
                Interlocked.Add(ref accepted, receipt.Accepted);
            });
        return accepted;
    }

    /// <summary>Completes once every list shows what the journal holds now.</summary>
    public Task ShownAsync() =>
        host.Services.GetRequiredService<ViewFeeder>().ReachAsync(Journal.Head.Sequence, CancellationToken.None);

    /// <summary>Completes once every list shows what the journal holds, and nothing follows from it any more.</summary>
    public async Task SettledAsync()
    {
        var position = host.Services.GetRequiredService<ReactionPosition>();
        do
        {
            await ShownAsync();
            await Task.Delay(LookEvery);
        }
        while (position.Read() != Journal.Head.Sequence);
    }

    public async ValueTask DisposeAsync()
    {
        await (withViews ? host.StopAsync() : Engine.StopAsync(CancellationToken.None));
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
