using System.Globalization;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Feeds;

namespace Supervision.Tests.Cluster;

/// <summary>
/// A journal with cases that are accepted and finished, every third of them too late, beside a front of its own.
/// </summary>
internal sealed class HistoryStory : IAsyncDisposable
{
    public const int Cases = 60;
    private static readonly DateTimeOffset First =
        DateTimeOffset.Parse("2026-03-02T09:30:00+08:00", CultureInfo.InvariantCulture);

    private readonly ReplayEngine engine;

    private HistoryStory(ClickHouseFront front, ReplayEngine engine) => (Front, this.engine) = (front, engine);

    public ClickHouseFront Front { get; }

    public IJournal Journal => engine.Journal;

    public static async Task<HistoryStory> BeginAsync()
    {
        var front = await ClickHouseFront.StartAsync();
        var story = new HistoryStory(front, await ReplayEngine.StartAsync(TestRules.Json));
        await story.FeedAsync(0);
        return story;
    }

    /// <summary>Feeds so many cases more, and lets their limits pass.</summary>
    public async Task FeedAsync(int first)
    {
        List<Fact> facts = [];
        for (var i = first; i < first + Cases; i++)
        {
            var at = First.AddDays(i);
            facts.Add(Fact("case.accepted", $"C-{i}", at, $$"""
                {"item":"PROMISED","hall":"H1","window":"W01","department":"D{{1 + (i % 2)}}","handler":"U1"}
                """));
            facts.Add(Fact("case.finished", $"C-{i}", at.AddDays(i % 3 == 0 ? 40 : 2), """{"handler":"U1"}"""));
        }

        await SubmitAsync([.. facts.OrderBy(fact => fact.OccurredAt)]);
        await engine.Engine.AdvanceAsync(First.AddDays(first + Cases + 60), CancellationToken.None);
    }

    public Task SubmitAsync(params Fact[] facts) => engine.SubmitAsync(facts);

    public static Fact Fact(string type, string subject, DateTimeOffset at, string data) => FeedSamples.Fact(
        $$"""
        {"specversion":"1.0","id":"{{type}} {{subject}}","source":"/halls/h1","type":"{{type}}",
        "subject":"{{subject}}","time":"{{at:O}}","data":{{data}} }
        """);

    /// <summary>Everything a store says, whatever it took to write it.</summary>
    public static string Whole(ClickHouseFront front) => string.Join('\n', new[]
    {
        "cases FINAL", "ratings FINAL", "orders FINAL", "attendance FINAL", "complaints FINAL", "facts FINAL", "alerts",
        "progress FINAL",
    }.Select(table => front.Ask($"SELECT '{table}', * FROM {table} ORDER BY ALL")));

    public async ValueTask DisposeAsync()
    {
        await Front.DisposeAsync();
        await engine.DisposeAsync();
    }
}
