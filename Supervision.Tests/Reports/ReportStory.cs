using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Silo.Jobs;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Rules;

namespace Supervision.Tests.Reports;

/// <summary>
/// The whole system on Monday 2018-11-12, 10:00, with the item PROMISED as an investment project; facts are told line
/// by line and jobs run when a test says so.
/// </summary>
public sealed class ReportStory : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private int facts;

    public RealSystem System { get; private set; } = null!;

    public MovableTime Time { get; } = new(ClockSamples.At("2018-11-12 10:00"));

    public static Task<ReportStory> StartAsync(params string[] arguments) => StartAsync([], arguments);

    /// <summary>The same with changes to the rule book, as <see cref="RuleBookText"/> takes them.</summary>
    public static async Task<ReportStory> StartAsync(string[] rules, string[] arguments)
    {
        var story = new ReportStory();
        await File.WriteAllTextAsync(
            story.folder.File("rules.json"), RuleBookText.With(["$.items[0].investment=true", .. rules]));
        story.System = new RealSystem
        {
            Time = story.Time,
            Arguments = ["--Supervision:Rules", story.folder.File("rules.json"), .. SignedIn.Arguments, .. arguments],
        };
        await story.System.InitializeAsync();
        return story;
    }

    /// <summary>Tells a fact, and waits until lists show it.</summary>
    public async Task TellAsync(string type, string subject, string at, object data)
    {
        var line = JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id = $"{++facts}",
            source = "/halls/h1",
            type,
            subject,
            time = $"{at.Replace(' ', 'T')}:00+08:00",
            data,
        });
        var (status, answer) = await System.PostAsync(line);
        Assert.True(status == HttpStatusCode.OK && answer.GetProperty("accepted").GetInt32() == 1, answer.ToString());
        await System.GetAsync("/api/board");
    }

    /// <summary>A case of hall H1 from acceptance to finish.</summary>
    public async Task CaseAsync(string no, string accepted, string? finished, string item = "PROMISED")
    {
        await TellAsync(
            "case.accepted", no, accepted,
            new { item, hall = "H1", window = "W01", department = "D1", handler = "U1" });
        if (finished is not null)
        {
            await TellAsync("case.finished", no, finished, new { outcome = "granted", handler = "U2" });
        }
    }

    public async Task<Refusal?> RunAsync(JobKind job, string text)
    {
        Assert.True(Cycle.TryParse(text, out var period));
        return await System.Services.GetRequiredService<JobRunner>().RunAsync(job, period, null, default);
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        folder.Dispose();
    }
}
