using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Supervision.Core.Ports;
using Supervision.Tests.Support;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Api;

/// <summary>A read key bound to organisations sees theirs; everything else looks as if it did not exist.</summary>
public sealed partial class ScopedReadingTests(ScopedReadingTests.Filled filled)
    : IClassFixture<ScopedReadingTests.Filled>
{
    [Theory]
    [InlineData("all", "a b c d e")]
    [InlineData("H1", "a b c")]
    [InlineData("D2", "b d")]
    [InlineData("H1 D2", "a b c d")]
    [InlineData("W03", "c")]
    [InlineData("H9", "")]
    public async Task Lists_ShowTheCasesAndAlertsOfTheKey(string key, string cases)
    {
        var http = filled.ClientOf(key);
        Assert.Equal(cases, await SubjectsAsync(http, "/api/cases", "no"));
        Assert.Equal(cases, await SubjectsAsync(http, "/api/alerts?level=red", "subject"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/cases");
        request.Headers.Accept.ParseAdd("text/csv");
        using var csv = await http.SendAsync(request);
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cases.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length + 1, lines.Length);
    }

    [Fact]
    public async Task Lists_NarrowedToAForeignHall_AreEmpty()
    {
        var http = filled.ClientOf("D2");
        Assert.Equal("b", await SubjectsAsync(http, "/api/cases?hall=H1", "no"));
        Assert.Equal("", await SubjectsAsync(filled.ClientOf("H1"), "/api/cases?hall=T1", "no"));
    }

    [Fact]
    public async Task Case_OfSomebodyElse_LooksAsIfItDidNotExist()
    {
        var http = filled.ClientOf("H1");
        foreach (var path in (string[])["", "/clocks"])
        {
            using var own = await http.GetAsync($"/api/cases/b{path}");
            Assert.Equal(HttpStatusCode.OK, own.StatusCode);
            using var foreign = await http.GetAsync($"/api/cases/d{path}");
            using var unknown = await http.GetAsync($"/api/cases/x{path}");
            Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
            Assert.Equal(
                (await WordsOf(unknown)).Replace("'x'", "'d'", StringComparison.Ordinal), await WordsOf(foreign));
        }
    }

    [Theory]
    [InlineData("all", 5)]
    [InlineData("H1", 3)]
    [InlineData("D2", 2)]
    [InlineData("H1 D2", 4)]
    public async Task Board_CountsTheCasesOfTheKey(string key, int red)
    {
        var board = await filled.ClientOf(key).GetFromJsonAsync<JsonElement>("/api/board");
        Assert.Equal((red, red), (board.GetProperty("open").GetInt32(), board.GetProperty("red").GetInt32()));
        Assert.Equal(key == "all" ? 1 : 0, board.GetProperty("sources").GetArrayLength());
    }

    [Fact]
    public async Task Board_OfAKeyBoundToAWindow_IsRefusedWithTheReason()
    {
        using var response = await filled.ClientOf("W03").GetAsync("/api/board");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("W03", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proof_OfAnEntryAboutSomebodyElse_IsNotShown()
    {
        var (all, own) = (filled.ClientOf("all"), filled.ClientOf("T1"));
        var head = (await all.GetFromJsonAsync<JsonElement>("/api/journal/head")).GetProperty("seq").GetInt64();
        var seen = 0;
        for (var seq = 1; seq <= head; seq++)
        {
            var proof = await all.GetFromJsonAsync<JsonElement>($"/api/journal/proof?seq={seq}");
            var entry = System.Text.Encoding.UTF8.GetString(
                Convert.FromBase64String(proof.GetProperty("entry").GetString()!));
            using var answer = await own.GetAsync($"/api/journal/proof?seq={seq}");
            var stream = StreamName().Match(entry).Value;
            var isOwn = stream == "case/d" || stream.StartsWith("order/T1-", StringComparison.Ordinal);
            seen += isOwn ? 1 : 0;
            Assert.Equal(isOwn ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.True(seen > 0);
    }

    [GeneratedRegex("(case|order|register)/[-a-zA-Z0-9]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex StreamName();

    private static async Task<string> SubjectsAsync(HttpClient http, string path, string field)
    {
        var page = await http.GetFromJsonAsync<JsonElement>(path);
        var items = page.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty(field).GetString()!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(items.Length, page.GetProperty("total").GetInt32());
        return string.Join(' ', items);
    }

    private static async Task<string> WordsOf(HttpResponseMessage response)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        return $"{problem.GetProperty("title")} {problem.GetProperty("detail")}";
    }

    /// <summary>Five cases, all past their statutory limit, in different halls, departments and windows.</summary>
    public sealed class Filled : IAsyncLifetime
    {
        private static readonly string[] Keys = ["all", "H1", "T1", "D2", "H1 D2", "W03", "H9"];

        private readonly TemporaryFolder folder = new();
        private readonly Dictionary<string, HttpClient> clients = new(StringComparer.Ordinal);
        private RealSystem system = null!;

        public HttpClient ClientOf(string key) => clients[key];

        public async ValueTask InitializeAsync()
        {
            await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json);
            system = new RealSystem { Arguments = ["--Supervision:Rules", folder.File("rules.json")] };
            await system.InitializeAsync();
            (string No, string Place)[] cases =
            [
                ("a", """ "hall":"H1","window":"W01","department":"D1" """),
                ("b", """ "hall":"H1","department":"D2" """),
                ("c", """ "hall":"H1","window":"W03" """), ("d", """ "hall":"T1","department":"D2" """),
                ("e", """ "handler":"U9" """),
            ];
            var (status, _) = await system.PostAsync(string.Join('\n', cases.Select(one => Event(
                content: $$"""{"item":"PROMISED",{{one.Place}}}""", id: one.No, subject: $"\"{one.No}\"",
                time: "\"2025-03-03T10:00:00+08:00\""))));
            Assert.Equal(HttpStatusCode.OK, status);
            await system.GetAsync("/api/board");
            foreach (var key in Keys)
            {
                clients[key] = system.ClientOf(key, FeedKeyScope.Read, key == "all" ? [] : key.Split(' '));
            }
        }

        public async ValueTask DisposeAsync()
        {
            await system.DisposeAsync();
            folder.Dispose();
        }
    }
}
