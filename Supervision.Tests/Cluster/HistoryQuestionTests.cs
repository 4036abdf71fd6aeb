using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Supervision.Silo.Cluster.History;
using Supervision.Silo.History;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>Against the real engine: questions are answered exactly, read-only, and within their limits.</summary>
public sealed class HistoryQuestionTests : IAsyncLifetime
{
    private static readonly QuestionValues Year = new(new(2026, 1, 1), new(2026, 12, 31));

    private HistoryStory story = null!;

    public async ValueTask InitializeAsync()
    {
        story = await HistoryStory.BeginAsync();
        await using var host = new HistoryHost(story.Journal, story.Front);
        await host.CatchUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (story is not null)
        {
            await story.DisposeAsync();
        }
    }

    [Fact]
    public async Task OnTime_ByDepartment_IsWhatWasFed()
    {
        // Every third case is late; departments take turns.
        var answer = await AskAsync("onTime", Year);
        Assert.Equal(["D1 30 20", "D2 30 20"], Lines(answer));
        Assert.Equal(story.Journal.Head.Sequence, answer.UpTo);
        Assert.Equal(["D2 30 20"], Lines(await AskAsync("onTime", Year with { Department = "D2" })));
        Assert.Empty((await AskAsync("onTime", Year with { Hall = "H9" })).Rows);
    }

    [Fact]
    public async Task Volume_ByMonth_CountsTheDaysOfThePeriodAlone()
    {
        var answer = await AskAsync("volume", new(new(2026, 3, 10), new(2026, 4, 5)));
        // One case a day is accepted; it is finished two days later, or after forty.
        Assert.Equal(["2026-03-01 22 14", "2026-04-01 5 4"], Lines(answer));
    }

    [Fact]
    public async Task EveryQuestion_IsAnsweredWithTheColumnsItNames()
    {
        foreach (var question in Questions.All)
        {
            var answer = await AskAsync(question.Id, Year with { Hall = "H1", Department = "D1", Item = "PROMISED" });
            Assert.All(answer.Rows, row => Assert.Equal(question.Columns.Length, row.Length));
        }
    }

    [Theory]
    [InlineData("H1' OR '1' = '1")]
    [InlineData("H1\\' OR 1 = 1 --")]
    [InlineData("{department:String}")]
    public async Task Parameter_ThatLooksLikeSql_IsAText(string hall) =>
        Assert.Empty((await AskAsync("onTime", Year with { Hall = hall })).Rows);

    [Fact]
    public async Task Parameter_WithSpecialCharacters_FindsJustThat()
    {
        const string hall = "一'号\\厅\t\"x\"";
        story.Front.Ask(
            "INSERT INTO cases (month, no, sequence, state, hall, accepted, ended, accepted_on, ended_on) VALUES "
            + "('2026-05-01', 'X', 1, 'finished', '一\\'号\\\\厅\\t\"x\"', now(), now(), '2026-05-02', '2026-05-03')");
        Assert.Equal([" 1 1"], Lines(await AskAsync("onTime", Year with { Hall = hall })));
    }

    [Theory]
    [InlineData(ClickHouseFront.Reader, "DROP TABLE cases")]
    [InlineData(ClickHouseFront.Writer, "DROP TABLE cases")]
    [InlineData(ClickHouseFront.Writer, "INSERT INTO progress VALUES (1, 1, '', now())")]
    [InlineData(ClickHouseFront.Writer, "TRUNCATE TABLE cases")]
    [InlineData(ClickHouseFront.Writer, "SELECT 1 SETTINGS readonly = 0")]
    public async Task Statement_ThatWrites_IsRefusedWhateverTheAccountMay(string account, string sql)
    {
        var before = HistoryStory.Whole(story.Front);
        var options = HistoryHost.OptionsOf(story.Front);
        options.ReadConnection = story.Front.ConnectionOf(account);
        var fault = await Assert.ThrowsAsync<HistoryException>(() => AskAsync(Made(sql), options));
        Assert.Contains("READONLY", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, HistoryStory.Whole(story.Front));
    }

    [Fact]
    public async Task Question_ThatTakesTooLong_IsEndedByTheStore()
    {
        var options = HistoryHost.OptionsOf(story.Front);
        options.AnswerFor = TimeSpan.FromSeconds(1);
        var started = Stopwatch.GetTimestamp();
        var fault = await Assert.ThrowsAsync<HistoryException>(
            () => AskAsync(Made("SELECT toString(sum(sipHash64(number))) FROM numbers(1000000000000)"), options));
        Assert.Equal(HistoryFault.TooMuch, fault.Fault);
        Assert.Contains("TIMEOUT_EXCEEDED", fault.Message, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("SELECT toString(length(groupArray(number))) FROM numbers(100000000)", "MEMORY_LIMIT_EXCEEDED")]
    [InlineData("SELECT toString(number) FROM numbers(1000)", "TOO_MANY_ROWS_OR_BYTES")]
    public async Task Question_ThatTakesTooMuch_IsEndedByTheStore(string sql, string why)
    {
        var options = HistoryHost.OptionsOf(story.Front);
        (options.MemoryMiBMax, options.RowsMax) = (64, 100);
        var fault = await Assert.ThrowsAsync<HistoryException>(() => AskAsync(Made(sql), options));
        Assert.Equal(HistoryFault.TooMuch, fault.Fault);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_WhileTheStoreIsAway_SaysSo()
    {
        await story.Front.StopAsync();
        var fault = await Assert.ThrowsAsync<HistoryException>(() => AskAsync("onTime", Year));
        Assert.Equal(HistoryFault.Away, fault.Fault);
        await story.Front.ResumeAsync();
        Assert.NotEmpty((await AskAsync("onTime", Year)).Rows);
    }

    [Fact]
    public async Task Question_ToSomethingElseThanAStore_SaysSo()
    {
        await using var other = await LoopbackServer.StartAsync("/", _ => Task.FromResult(Results.Text("hello")));
        var address = new Uri(other.Urls.First());
        var options = HistoryHost.OptionsOf(story.Front);
        options.ReadConnection = $"Host={address.Host};Port={address.Port};Database=x;Username=x";
        var fault = await Assert.ThrowsAsync<HistoryException>(() => AskAsync(Made("SELECT 1"), options));
        Assert.Equal((HistoryFault.Away, "What answers there is no ClickHouse."), (fault.Fault, fault.Message));
        await other.StopAsync();
    }

    private static Question Made(string sql) =>
        new("made", [], [new("text", ColumnKind.Source)], sql, [], "text");

    private Task<Answer> AskAsync(string id, QuestionValues values) =>
        AskAsync(Questions.Find(id)!, HistoryHost.OptionsOf(story.Front), values);

    private static async Task<Answer> AskAsync(Question question, HistoryOptions options, QuestionValues? values = null)
    {
        using var history = new ClickHouseHistory(options);
        return await history.AskAsync(question, values ?? Year, CancellationToken.None);
    }

    private static IEnumerable<string> Lines(Answer answer) => answer.Rows.Select(row => string.Join(' ', Texts(row)));

    private static IEnumerable<string?> Texts(ImmutableArray<object?> row) => row.Select(
        value => value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : $"{value}");
}
