using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Supervision.Tests.Support;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Crash;

[Collection(ProcessSuite.Name)]
public sealed class RebuildTests
{
    [Fact]
    public async Task Rebuild_OfAReplayedJournal_DecidesNothingAndShowsTheSame()
    {
        using var folder = new TemporaryFolder();
        var feed = await ServerProcess.AddKeyAsync(folder.Path, "feed", "facts");
        var reader = await ServerProcess.AddKeyAsync(folder.Path, "reader", "read");
        string before;
        using (var server = await ServerProcess.StartAsync(folder.Path, "--Supervision:Clock", "Replay"))
        {
            await TellAsync(server, feed);
            before = await ShownAsync(server, reader);
            server.Kill();
        }

        var (_, journal, _) = await ServerProcess.RunAsync("verify-journal", "--data", folder.Path);
        var (exit, _, errors) = await ServerProcess.RunAsync("rebuild", "--data", folder.Path);
        Assert.True(exit == 0, errors);
        Assert.Equal(journal, (await ServerProcess.RunAsync("verify-journal", "--data", folder.Path)).Output);
        using (var server = await ServerProcess.StartAsync(folder.Path, "--Supervision:Clock", "Replay"))
        {
            Assert.Equal(before, await ShownAsync(server, reader));
        }
    }

    /// <summary>A case whose promised limit has passed by the end, and whose statutory one has not.</summary>
    private static async Task TellAsync(ServerProcess server, string key)
    {
        using var http = ClientOf(server, key);
        var facts = Event(content: """{"item":"GENERAL-PROMISED"}""", time: "\"2018-10-15T10:00:00+08:00\"") + "\n"
            + Event("heartbeat", "{}", id: "2", subject: "\"s\"", time: "\"2018-10-26T10:00:00+08:00\"");
        using var content = new StringContent(facts, Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        using var answer = await http.PostAsync("/api/facts", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Cases and alerts as they are shown once the views have caught up.</summary>
    private static async Task<string> ShownAsync(ServerProcess server, string key)
    {
        using var http = ClientOf(server, key);
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (true)
        {
            var alerts = await http.GetStringAsync("/api/alerts", patience.Token);
            if (alerts.Contains("promised", StringComparison.Ordinal))
            {
                return await http.GetStringAsync("/api/cases", patience.Token) + alerts;
            }
        }
    }

    private static HttpClient ClientOf(ServerProcess server, string key)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }
}
