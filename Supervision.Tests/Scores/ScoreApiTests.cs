using System.Globalization;
using System.Net;
using System.Text.Json;
using Supervision.Core.People;
using Supervision.Tests.Support;

namespace Supervision.Tests.Scores;

/// <summary>
/// October 2018 in November: rankings, scores opened to their evidence, the closing of the month and what comes after.
/// The item promises 7 working days and the law allows 10.
/// </summary>
public sealed class ScoreApiTests : IAsyncLifetime
{
    private static readonly Actor Inspector = new("i1", "孙监察", Role.Inspector, null);

    private readonly TemporaryFolder folder = new();
    private readonly MovableTime time = new(ClockSamples.At("2018-11-05 09:00"));
    private RealSystem system = null!;
    private int facts;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json);
        system = new RealSystem
        {
            Time = time,
            Arguments = ["--Supervision:Rules", folder.File("rules.json"), .. SignedIn.Arguments],
        };
        await system.InitializeAsync();
        await SendAsync([
            .. Case("A1", "10-08 10:00", "10-10 10:00", "D1", "W01", "U1"),
            .. Case("A2", "10-09 10:00", "10-09 11:00", "D1", "W01", "U1"),
            .. Case("A3", "10-10 10:00", "10-30 10:00", "D1", "W01", "U2"), // overdue
            .. Case("A4", "10-11 10:00", null, "D1", "W01", "U2"), // open and overdue
            .. Case("A5", "10-12 10:00", "11-02 10:00", "D2", "W02", "U4"), // overdue, open at the end of October
            .. Case("A6", "10-12 10:00", "10-15 10:00", "D1", "W01", "U1"),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("window", "W01", "3/5")]
    [InlineData("department", "D1", "3/5")]
    [InlineData("department", "D2", "0/1")]
    [InlineData("hall", "H1", "3/6")]
    [InlineData("staff", "U1", "3/3")]
    public async Task Ranking_OfOctober_CountsOpenOverdueCases(string of, string id, string rate)
    {
        var row = await RowAsync(of, id, "2018-10");
        Assert.Equal(rate, RateOf(row));
        Assert.Equal(of == "hall" || id is "W01" or "D1", row.GetProperty("rank").ValueKind == JsonValueKind.Number);
    }

    [Fact]
    public async Task Score_Opened_ShowsEveryFigureWithEvidenceOfThatManyLines()
    {
        var (_, score) = await system.GetAsync("/api/scores/window/W01?period=2018-10");
        var inputs = score.GetProperty("areas").EnumerateArray()
            .SelectMany(area => area.GetProperty("indicators").EnumerateArray())
            .SelectMany(indicator => indicator.GetProperty("inputs").EnumerateArray())
            .DistinctBy(input => input.GetProperty("id").GetString()).ToArray();
        var checkedFigures = 0;
        using var inspector = system.ClientOf(Inspector);
        foreach (var input in inputs)
        {
            var address = input.GetProperty("evidence").GetString()!;
            Assert.NotEmpty(input.GetProperty("definition").GetString()!);
            var page = await inspector.GetStringAsync(address);
            if (address.Contains("counted=", StringComparison.Ordinal)
                && input.GetProperty("unit").GetString() != "工作日")
            {
                Assert.Equal(input.GetProperty("value").GetInt64(), page.Split("data-row").Length - 1);
                checkedFigures++;
            }
        }

        Assert.InRange(checkedFigures, 12, 30);
        Assert.Equal(5, Value(inputs, "accepted"));
        Assert.Equal(1, Value(inputs, "overdueOpen"));
        Assert.Equal(2, Value(inputs, "red"));
        Assert.Equal(5 * 7, Value(inputs, "promisedDays"));
        Assert.Equal(5 * 10, Value(inputs, "statutoryDays"));
    }

    [Fact]
    public async Task Month_Closed_NeverChangesAndIsCorrectedWithAReason()
    {
        await CloseAsync("2018-10", HttpStatusCode.NoContent);
        await CloseAsync("2018-10", HttpStatusCode.NoContent); // says so already
        await SendAsync([Fact("A4", "case.finished", "10-12 10:00", "D1", "W01", "U2")]); // known late
        Assert.Equal("3/5", RateOf(await RowAsync("window", "W01", "2018-10")));
        Assert.Equal("4/5", RateOf(await RowAsync("window", "W01", "2018-10", 0)));
        using var inspector = system.ClientOf(Inspector);
        Assert.Contains(
            "data-differences", await inspector.GetStringAsync("/rankings?period=2018-10&version=0"),
            StringComparison.Ordinal);

        Assert.Contains("closed", await CloseAsync("2018-10", HttpStatusCode.Conflict), StringComparison.Ordinal);
        await CloseAsync("2018-10", HttpStatusCode.NoContent, "补录办结");
        Assert.Equal("4/5", RateOf(await RowAsync("window", "W01", "2018-10")));
        Assert.Equal("3/5", RateOf(await RowAsync("window", "W01", "2018-10", 1)));
        var sheet = await inspector.GetStringAsync("/scores/window/W01?period=2018-10&version=2");
        Assert.Contains("补录办结", sheet, StringComparison.Ordinal);
        Assert.Contains("超期未结件: 1 → <strong>0</strong>", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_ByManyAtOnce_IsOneVersion()
    {
        using var inspector = system.ClientOf(Inspector);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => CloseAsync("2018-10", HttpStatusCode.NoContent)));
        var page = await inspector.GetStringAsync("/rankings?period=2018-10");
        Assert.Contains("data-version=\"1\"", page, StringComparison.Ordinal);
        using var second = await inspector.GetAsync("/api/rankings?period=2018-10&version=2");
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
    }

    [Theory]
    [InlineData("2018-11", "not over")]
    [InlineData("2018-12", "not begun")]
    [InlineData("2017-03", "Nothing is known")]
    [InlineData("2018-13", "no month")]
    public async Task Close_WhatCannotBeClosed_IsRefusedWithTheReason(string period, string why) =>
        Assert.Contains(why, await CloseAsync(period, HttpStatusCode.Conflict), StringComparison.Ordinal);

    [Theory]
    [InlineData("/api/rankings?period=2018-12", HttpStatusCode.BadRequest)]
    [InlineData("/api/rankings?period=soon", HttpStatusCode.BadRequest)]
    [InlineData("/api/rankings?of=city", HttpStatusCode.BadRequest)]
    [InlineData("/api/rankings?period=2018-10&version=1", HttpStatusCode.NotFound)]
    [InlineData("/api/rankings?period=2016-01", HttpStatusCode.OK)]
    [InlineData("/api/scores/window/W99?period=2018-10", HttpStatusCode.NotFound)]
    [InlineData("/api/scores/city/W01?period=2018-10", HttpStatusCode.NotFound)]
    public async Task Read_WhatIsNotThere_IsAnswered(string path, HttpStatusCode status) =>
        Assert.Equal(status, (await system.GetAsync(path)).Status);

    [Theory]
    [InlineData("2018-12", true)]
    [InlineData("soon", true)]
    [InlineData("2018-10", false)]
    [InlineData("", false)]
    public async Task Page_OfAMonthThatCannotBeShown_SaysSo(string period, bool said)
    {
        using var inspector = system.ClientOf(Inspector);
        var page = await inspector.GetStringAsync($"/rankings?period={period}");
        Assert.Equal(said, page.Contains("data-not-shown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Window_ThatMovedDepartment_CountsWhereTheCaseHappened()
    {
        await SendAsync([.. Case("M1", "10-16 10:00", "10-16 11:00", "D2", "W01", "U1")]);
        Assert.Equal("4/6", RateOf(await RowAsync("window", "W01", "2018-10")));
        Assert.Equal("3/5", RateOf(await RowAsync("department", "D1", "2018-10")));
        Assert.Equal("1/2", RateOf(await RowAsync("department", "D2", "2018-10")));
    }

    [Fact]
    public async Task Caller_BoundToAWindow_SeesItsOwnScoresAlone()
    {
        using var manager = system.ClientOf(new Actor("m1", "李主任", Role.Manager, "W01"));
        var answer = JsonDocument.Parse(
            await manager.GetStringAsync("/api/rankings?period=2018-10&of=window")).RootElement;
        var row = Assert.Single(answer.GetProperty("items").EnumerateArray());
        Assert.Equal("W01", row.GetProperty("id").GetString());
        Assert.Equal(1, row.GetProperty("rank").GetInt32());
        using var foreign = await manager.GetAsync("/api/scores/window/W02?period=2018-10");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var running = await manager.GetAsync("/api/rankings?period=2018-11");
        Assert.Equal(HttpStatusCode.BadRequest, running.StatusCode); // whoever may be rated learns of whole months
    }

    [Fact]
    public async Task Export_OfARanking_HasTheSameScoresAsTheApi()
    {
        var (_, api) = await system.GetAsync("/api/rankings?period=2018-10&of=staff");
        using var inspector = system.ClientOf(Inspector);
        var csv = await inspector.GetStringAsync("/rankings/download?period=2018-10&of=staff");
        foreach (var row in api.GetProperty("items").EnumerateArray())
        {
            var score = row.GetProperty("score").GetDecimal().ToString("0.0", CultureInfo.InvariantCulture);
            Assert.Contains(
                csv.Split("\r\n"),
                line => line.Contains($"\"{row.GetProperty("id").GetString()}\"", StringComparison.Ordinal)
                    && line.Contains(score, StringComparison.Ordinal));
        }
    }

    private static string RateOf(JsonElement row)
    {
        var rate = row.GetProperty("onTimeRate");
        return $"{rate.GetProperty("numerator")}/{rate.GetProperty("denominator")}";
    }

    private static long Value(JsonElement[] inputs, string id) =>
        inputs.Single(input => input.GetProperty("id").GetString() == id).GetProperty("value").GetInt64();

    private async Task<JsonElement> RowAsync(string of, string id, string period, int? version = null)
    {
        var (_, answer) = await system.GetAsync(
            $"/api/rankings?period={period}&of={of}" + (version is null ? "" : $"&version={version}"));
        return answer.GetProperty("items").EnumerateArray()
            .Single(row => row.GetProperty("id").GetString() == id);
    }

    private async Task<string> CloseAsync(string period, HttpStatusCode expected, string? because = null)
    {
        using var inspector = system.ClientOf(Inspector);
        using var answer = await inspector.PostAsync(
            $"/api/months/{period}/close" + (because is null ? "" : $"?because={Uri.EscapeDataString(because)}"), null);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private IEnumerable<string> Case(
        string no, string accepted, string? finished, string department, string window, string handler)
    {
        yield return Fact(no, "case.accepted", accepted, department, window, handler);
        if (finished is not null)
        {
            yield return Fact(no, "case.finished", finished, department, window, handler);
        }
    }

    private string Fact(string no, string type, string at, string department, string window, string handler) =>
        JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id = (++facts).ToString(CultureInfo.InvariantCulture),
            source = "/test",
            type,
            subject = no,
            time = ClockSamples.At("2018-" + at),
            data = new { item = "PROMISED", hall = "H1", window, department, handler },
        });

    private async Task SendAsync(string[] lines)
    {
        var (status, answer) = await system.PostAsync(string.Join('\n', lines));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(lines.Length, answer.GetProperty("accepted").GetInt32());
    }
}
