using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Supervision.Silo.Cluster.History;
using Supervision.Silo.History;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>
/// Against the real engine: whatever happens to inserts, the store holds each row once and goes on by itself.
/// </summary>
public sealed class HistoryWriterTests : IAsyncLifetime
{
    private HistoryStory story = null!;

    private ClickHouseFront Front => story.Front;

    public async ValueTask InitializeAsync() => story = await HistoryStory.BeginAsync();

    public async ValueTask DisposeAsync()
    {
        if (story is not null)
        {
            await story.DisposeAsync();
        }
    }

    [Fact]
    public async Task Writer_OverAJournal_WritesEveryRowAndWhereItStands()
    {
        await WriteAsync();
        Assert.Equal($"{HistoryStory.Cases}", Front.Ask("SELECT count() FROM cases FINAL"));
        Assert.Equal($"{2 * HistoryStory.Cases}", Front.Ask("SELECT count() FROM facts FINAL"));
        Assert.Equal(
            $"{HistoryStory.Cases / 3}", Front.Ask("SELECT count() FROM cases FINAL WHERE overdue"));
        Assert.NotEqual("0", Front.Ask("SELECT count() FROM alerts WHERE standing AND level = 'yellow'"));
        Assert.Equal($"{story.Journal.Head.Sequence}", Front.Ask("SELECT max(sequence) FROM progress"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Writer_WhoseInsertsFailOrAreLost_EndsWithTheSameRows(int seed)
    {
        var dice = new Random(seed);
        Front.Mishaps = _ => dice.Next(30) switch
        {
            0 => Mishap.Full,
            1 => Mishap.Lost,
            2 => Mishap.Cut,
            _ => Mishap.None,
        };
        await WriteAsync(batchMax: 20);
        await AssertAsUndisturbedAsync();
    }

    [Fact]
    public async Task Writer_KilledAfterEachOfItsFirstStatements_GoesOnWhereTheStoreStands()
    {
        for (var allowed = 1; allowed <= 40; allowed += 2)
        {
            var heard = 0;
            var isKilled = false;
            Front.Mishaps = _ => (isKilled |= ++heard > allowed) ? Mishap.Cut : Mishap.None;
            await using var host = new HistoryHost(story.Journal, Front, batchMax: 20);
            await host.Writer.StartAsync(CancellationToken.None);
            await host.UntilAsync(() => isKilled || host.Writer.Position == story.Journal.Head.Sequence);
        }

        Front.Mishaps = _ => Mishap.None;
        await WriteAsync();
        await AssertAsUndisturbedAsync();
    }

    [Fact]
    public async Task Writers_TwoAtOnce_EndWithTheSameRows()
    {
        await using var one = new HistoryHost(story.Journal, Front, batchMax: 17);
        await using var other = new HistoryHost(story.Journal, Front, batchMax: 31);
        await Task.WhenAll(one.CatchUpAsync(), other.CatchUpAsync());
        await AssertAsUndisturbedAsync();
    }

    [Fact]
    public async Task Store_ThatIsFull_IsToldInHealthAndWrittenOnceItHasRoom()
    {
        await using var host = new HistoryHost(story.Journal, Front);
        Front.Mishaps = sql => sql.Contains("INSERT INTO cases", StringComparison.Ordinal) ? Mishap.Full : Mishap.None;
        await host.Writer.StartAsync(CancellationToken.None);
        await host.UntilAsync(() => host.Writer.WaitsBecause is not null);
        var health = await HealthOfAsync(host.Writer);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(
            $"{story.Journal.Head.Sequence} entries behind", health.Description!, StringComparison.Ordinal);
        Assert.Contains("NOT_ENOUGH_SPACE", health.Description!, StringComparison.Ordinal);

        Front.Mishaps = _ => Mishap.None;
        await host.UntilAsync(() => host.Writer.Behind == 0);
        Assert.Equal(HealthStatus.Healthy, (await HealthOfAsync(host.Writer)).Status);
        await AssertAsUndisturbedAsync();
    }

    [Fact]
    public async Task Store_ThatIsAway_IsWrittenOnceItIsBack()
    {
        await using var host = new HistoryHost(story.Journal, Front);
        await host.CatchUpAsync();
        await Front.StopAsync();
        await story.FeedAsync(HistoryStory.Cases);
        await host.Writer.StartAsync(CancellationToken.None);
        await host.UntilAsync(() => host.Writer.WaitsBecause is not null);
        Assert.True(host.Writer.Behind > 0);
        await Front.ResumeAsync();
        await host.UntilAsync(() => host.Writer.Behind == 0);
        await AssertAsUndisturbedAsync();
    }

    [Fact]
    public async Task Store_ThatWasEmptiedMeanwhile_IsFilledAgain()
    {
        await using var host = new HistoryHost(story.Journal, Front);
        await host.CatchUpAsync();
        Front.Ask($"DROP DATABASE {Front.Database}");
        await story.FeedAsync(HistoryStory.Cases);
        await host.Writer.StartAsync(CancellationToken.None);
        await host.UntilAsync(() => host.Writer.Behind == 0 && host.Writer.WaitsBecause is null);
        await AssertAsUndisturbedAsync();
    }

    [Fact]
    public async Task Store_ThatIsPutBackUnderARunningWriter_IsFilledAgain()
    {
        await using var host = new HistoryHost(story.Journal, Front);
        await host.Writer.StartAsync(CancellationToken.None);
        await host.UntilAsync(() => host.Writer.Behind == 0);
        foreach (var table in (string[])["cases", "facts", "alert_changes", "progress"])
        {
            Front.Ask($"TRUNCATE TABLE {table}");
        }

        await story.FeedAsync(HistoryStory.Cases);
        host.Wake();
        await host.UntilAsync(() => host.Writer.Behind == 0);
        await host.UntilAsync(() => Front.Ask("SELECT count() FROM cases FINAL") == $"{2 * HistoryStory.Cases}");
        await AssertAsUndisturbedAsync();
    }

    [Fact]
    public async Task Store_OfANewerVersion_IsRefusedAndNotTouched()
    {
        await WriteAsync();
        Front.Ask($"INSERT INTO schema_versions VALUES ({HistorySchema.Newest + 1})");
        await story.FeedAsync(HistoryStory.Cases);
        var before = HistoryStory.Whole(Front);
        await using var host = new HistoryHost(story.Journal, Front);
        await host.Writer.StartAsync(CancellationToken.None);
        await host.UntilAsync(() => host.Writer.WaitsBecause is not null);
        Assert.Contains("newer version", host.Writer.WaitsBecause, StringComparison.Ordinal);
        Assert.Equal(before, HistoryStory.Whole(Front));
    }

    [Fact]
    public async Task Store_OfAnotherJournal_IsRefusedAndNotTouched()
    {
        await WriteAsync();
        var before = HistoryStory.Whole(Front);
        await using var other = await ReplayEngine.StartAsync(TestRules.Json);
        await using var host = new HistoryHost(other.Journal, Front);
        await host.Writer.StartAsync(CancellationToken.None);
        await host.UntilAsync(() => host.Writer.WaitsBecause is not null);
        Assert.Contains("another journal", host.Writer.WaitsBecause, StringComparison.Ordinal);
        Assert.Equal(before, HistoryStory.Whole(Front));
    }

    [Fact]
    public async Task Case_ThatMovesToAnotherMonth_IsCountedThereAlone()
    {
        var ended = DateTimeOffset.Parse("2026-11-03T10:00:00+08:00", CultureInfo.InvariantCulture);
        await story.SubmitAsync(HistoryStory.Fact("case.finished", "LATE", ended, """{"handler":"U1"}"""));
        await WriteAsync();
        Assert.Equal("2026-11-01", MonthsOf("LATE"));
        await story.SubmitAsync(HistoryStory.Fact(
            "case.accepted", "LATE", ended.AddMonths(-2), """{"item":"PROMISED","hall":"H1","department":"D1"}"""));
        await WriteAsync();
        Assert.Equal("2026-09-01", MonthsOf("LATE"));

        string MonthsOf(string no) => Front.Ask($"SELECT month FROM cases FINAL WHERE no = '{no}'");
    }

    private async Task WriteAsync(int batchMax = 100)
    {
        await using var host = new HistoryHost(story.Journal, Front, batchMax);
        await host.CatchUpAsync();
    }

    private async Task AssertAsUndisturbedAsync()
    {
        await using var undisturbed = await ClickHouseFront.StartAsync();
        await using var host = new HistoryHost(story.Journal, undisturbed, batchMax: 10_000);
        await host.CatchUpAsync();
        Assert.Equal(HistoryStory.Whole(undisturbed), HistoryStory.Whole(Front));
    }

    private static Task<HealthCheckResult> HealthOfAsync(HistoryWriter writer) =>
        new HistoryHealth(writer).CheckHealthAsync(new HealthCheckContext());
}
