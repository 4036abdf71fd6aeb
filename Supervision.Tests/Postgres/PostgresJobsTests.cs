using Supervision.Core.Jobs;
using Supervision.Silo.Hosting;
using Supervision.Tests.Jobs;
using Supervision.Tests.Support;

namespace Supervision.Tests.Postgres;

/// <summary>Jobs of nodes that share one database: its tables are made once, and each period is run once.</summary>
[Collection(PostgresSuite.Name)]
public sealed class PostgresJobsTests(PostgresServer server)
{
    [Fact]
    public async Task Nodes_OnOneStore_MakeItsTables_AndRunAPeriodOnce()
    {
        var store = new JournalOptions
        {
            Kind = JournalKind.Postgres,
            ConnectionString = await server.CreateDatabaseAsync(),
        };
        await using var host = await JobHost.StartAsync("2026-11-21 23:00");
        var work = new CountedWork(JobKind.DayClose);
        var one = await host.NodeAsync("one", work, store);
        var two = await host.NodeAsync("two", work, store);
        host.Time.MoveTo(ClockSamples.At("2026-11-22 00:10:01"));
        await await Task.WhenAny(one.WokenAsync(), two.WokenAsync());
        Assert.Equal("2026-11-21", work.Periods);
    }
}
