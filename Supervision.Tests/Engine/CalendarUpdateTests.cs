using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Supervision.Core.Cases;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;

namespace Supervision.Tests.Engine;

/// <summary>
/// A notice that is published while cases are open moves their due dates, with its name as the reason.
/// </summary>
public sealed class CalendarUpdateTests : IDisposable
{
    private const string NewYear = """
        {"year": 2027, "papers": ["https://www.gov.cn/zhengce/zhengceku/2026-11/21/content_1.htm"],
         "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}
        """;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Start_WithANewerEdition_MovesOpenCasesAndNamesIt()
    {
        var fact = new Fact(
            "/test", "1", "C-1", ClockSamples.At("2026-12-29 10:00"),
            new CaseAccepted { Promised = ClockSamples.WorkingDays(3) });
        Assert.Equal("01-01 17:00", await DueAsync(fact));

        var calendars = Directory.CreateDirectory(new DataFolder(folder.Path).Calendars);
        await File.WriteAllTextAsync(Path.Combine(calendars.FullName, "2027.json"), NewYear);
        Assert.Equal("01-04 17:00", await DueAsync());
        Assert.Equal("01-04 17:00", await DueAsync());
    }

    /// <summary>
    /// Runs the system once, waits for its calendar update, and reads the due date the case then has.
    /// </summary>
    private async Task<string> DueAsync(params Fact[] facts)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSupervision(
            new DataFolder(folder.Path), TestRules.Json, new JournalOptions(),
            new EngineOptions { Clock = ClockMode.Replay }, TimeProvider.System);
        using var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetServices<IHostedService>().OfType<CalendarUpdate>().Single().ExecuteTask!;
        var engine = host.Services.GetRequiredService<IEngine>();
        if (facts.Length > 0)
        {
            await engine.SubmitAsync(facts, Patience.Wait, CancellationToken.None);
        }

        var snapshot = await engine.ReadAsync(new(Core.Entities.EntityKind.Case, "C-1"), CancellationToken.None);
        await host.StopAsync();
        return ClockSamples.Text(((CaseState)snapshot!.State).Row.PromisedDueAt!.Value);
    }

    public void Dispose() => folder.Dispose();
}
