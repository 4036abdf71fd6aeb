using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>
/// A real municipal permit log from the replay command to the real server, either of which is killed on the way: the
/// known cards all the same.
/// </summary>
[Collection(ProcessSuite.Name)]
public sealed class ReceiptLogCrashTests
{
    private const int Facts = 11_340;
    private const string End = "2012-01-23T15:42:54.644+01:00";

    /// <summary>Sends fifteen months in about a dozen seconds, so that there is a middle.</summary>
    private const string Speed = "3000000";

    /// <summary>
    /// Red cards on the statutory clock of ended and of open cases, the same for yellow on the promised one, cases not
    /// finished, all cases.
    /// </summary>
    private static readonly Figures Known = new((377, 39), (389, 41), 105, 1434);

    [Fact]
    public async Task Replay_OfAServerKilledTwice_EndsInTheKnownCards()
    {
        var log = SharedFiles.Require("data/receipt.xes.gz");
        using var folder = new TemporaryFolder();
        var (feed, reader) = await KeysAsync(folder.Path);
        var server = await StartAsync(folder.Path);
        var address = server.Address;
        using var replay = ReplayProcess.Start(log, address, feed, Speed);
        foreach (var progress in (int[])[20, 60])
        {
            await replay.WhenSentAsync(progress);
            server.Kill();
            server.Dispose();
            server = await StartAsync(folder.Path, "--urls", address.ToString());
        }

        using (server)
        {
            var counts = await replay.FinishAsync();
            Assert.True(counts.GetProperty("retries").GetInt32() >= 2, counts.GetRawText());
            Assert.Equal(Facts, CountOf(counts, "accepted") + CountOf(counts, "duplicates"));
            Assert.Equal(Known, await FiguresAsync(server, feed, reader));
        }
    }

    [Fact]
    public async Task Replay_KilledAndStartedAgain_EndsInTheKnownCards()
    {
        var log = SharedFiles.Require("data/receipt.xes.gz");
        using var folder = new TemporaryFolder();
        var (feed, reader) = await KeysAsync(folder.Path);
        using var server = await StartAsync(folder.Path);
        using (var replay = ReplayProcess.Start(log, server.Address, feed, Speed))
        {
            await replay.WhenSentAsync(40);
            replay.Kill();
        }

        using var again = ReplayProcess.Start(log, server.Address, feed, "max");
        var counts = await again.FinishAsync();
        Assert.InRange(CountOf(counts, "duplicates"), Facts * 4 / 10, Facts - 1);
        Assert.Equal(Facts, CountOf(counts, "accepted") + CountOf(counts, "duplicates"));
        Assert.Equal(Known, await FiguresAsync(server, feed, reader));
    }

    private static async Task<(string Feed, string Reader)> KeysAsync(string data) =>
        (await ServerProcess.AddKeyAsync(data, "feed", "facts"),
            await ServerProcess.AddKeyAsync(data, "reader", "read"));

    private static Task<ServerProcess> StartAsync(string data, params string[] more) =>
        ServerProcess.StartAsync(data, ["--Supervision:Clock", "Replay", .. more]);

    private static long CountOf(JsonElement counts, string name) => counts.GetProperty(name).GetInt64();

    /// <summary>Moves the clock to the end of the log and reads what is shown once the views have caught up.</summary>
    private static async Task<Figures> FiguresAsync(ServerProcess server, string feed, string reader)
    {
        using var clock = ClientOf(server, feed);
        using var moved = await clock.PostAsJsonAsync("/api/clock", new { now = End });
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);

        using var http = ClientOf(server, reader);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Figures? shown = null;
        while (shown != Known && !patience.IsCancellationRequested)
        {
            shown = await ReadAsync(http);
        }

        return shown!;
    }

    private static async Task<Figures> ReadAsync(HttpClient http)
    {
        var cases = await AllAsync(http, "/api/cases?");
        var ended = cases.Where(row => row.GetProperty("endedAt").ValueKind != JsonValueKind.Null)
            .Select(row => row.GetProperty("no").GetString()!).ToHashSet(StringComparer.Ordinal);
        var open = cases.Count(row => row.GetProperty("state").GetString() != "finished");
        return new(
            await CardsAsync(http, "red", "statutory", ended), await CardsAsync(http, "yellow", "promised", ended),
            open, cases.Count);
    }

    private static async Task<(int Ended, int Open)> CardsAsync(
        HttpClient http, string level, string clock, HashSet<string> endedCases)
    {
        var cards = await AllAsync(http, $"/api/alerts?kind=card&state=open&level={level}&clock={clock}&");
        var ended = cards.Count(card => endedCases.Contains(card.GetProperty("subject").GetString()!));
        return (ended, cards.Count - ended);
    }

    private static async Task<List<JsonElement>> AllAsync(HttpClient http, string list)
    {
        List<JsonElement> items = [];
        for (string? after = ""; after is not null;)
        {
            var page = await http.GetFromJsonAsync<JsonElement>(
                $"{list}limit=1000" + (after.Length > 0 ? $"&after={Uri.EscapeDataString(after)}" : ""));
            items.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").GetString();
        }

        return items;
    }

    private static HttpClient ClientOf(ServerProcess server, string key)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    private sealed record Figures((int Ended, int Open) Red, (int Ended, int Open) Yellow, int NotFinished, int Cases);
}
