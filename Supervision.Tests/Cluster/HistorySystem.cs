using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Ports;
using Supervision.Ingest.Simulation;
using Supervision.Silo.Cluster.History;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>The whole system in Replay, with a front for its history store.</summary>
internal static class HistorySystem
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static DateTimeOffset CityFrom { get; } = DateTimeOffset.Parse(
        "2026-09-07T00:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A system that has not begun yet.</summary>
    /// <param name="front">Its store.</param>
    /// <param name="data">Its data directory; null means one of its own.</param>
    /// <param name="more">More configuration.</param>
    public static RealSystem Of(ClickHouseFront front, string? data = null, params string[] more) => new()
    {
        Data = data,
        Arguments =
        [
            "--Supervision:Clock", "Replay", "--Supervision:History:Every", "00:00:01",
            "--Supervision:History:Connection", front.ConnectionOf(ClickHouseFront.Writer),
            "--Supervision:History:ReadConnection", front.ConnectionOf(ClickHouseFront.Reader), .. more,
        ],
    };

    /// <summary>Begins a system with the rule book of the generated city, and has it live through some days.</summary>
    public static async Task<RealSystem> LiveAsync(ClickHouseFront front, string data, int days, int casesPerDay)
    {
        await File.WriteAllTextAsync(new DataFolder(data).Rules, CityRules.Text());
        var system = Of(front, data);
        await system.InitializeAsync();
        var city = new CityFeed(
            CityRules.Read(), system.Services.GetRequiredService<RuleShelf>().Calendars.Common.IsWorkingDay,
            new CityFeedOptions { CasesPerDay = casesPerDay });
        var engine = system.Services.GetRequiredService<IEngine>();
        foreach (var facts in city.History(CityFrom, CityFrom.AddDays(days)).Chunk(IEngine.FactsMax))
        {
            await engine.SubmitAsync(facts, Core.Ports.Patience.Wait, CancellationToken.None);
        }

        await engine.AdvanceAsync(CityFrom.AddDays(days), CancellationToken.None);
        await WrittenAsync(system);
        return system;
    }

    /// <summary>Waits until everything in the journal has been written to the store.</summary>
    public static Task WrittenAsync(RealSystem system) => UntilAsync(system, writer => writer.Behind == 0);

    /// <summary>Waits until something holds of what writes the store.</summary>
    public static async Task UntilAsync(RealSystem system, Func<HistoryWriter, bool> holds)
    {
        var writer = system.Services.GetRequiredService<HistoryWriter>();
        var started = Stopwatch.GetTimestamp();
        while (!holds(writer))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"{writer.WaitsBecause} {writer.Fault}");
            await Task.Delay(TimeSpan.FromMilliseconds(20)); // it writes in this time
        }
    }
}
