using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Crash;

/// <summary>The file of an earlier rule book is lost: red health says what to do, facts are kept.</summary>
[Collection(ProcessSuite.Name)]
public sealed class LostRuleFileTests
{
    [Fact]
    public async Task RuleFile_LostAndRestored_ShowsInHealthAndCostsNothing()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        var feed = await ServerProcess.AddKeyAsync(folder.Path, "feed", "facts");
        var reader = await ServerProcess.AddKeyAsync(folder.Path, "reader", "read");
        using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            await SendAsync(server, feed, "case.accepted", """{"item":"GENERAL-PROMISED"}""", "1");
            server.Kill();
        }

        var version = Directory.GetFiles(data.RuleVersions).Single();
        var lost = await File.ReadAllTextAsync(version);
        File.Delete(version);
        await File.WriteAllTextAsync(data.Rules, TestRules.Json);
        using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            await SendAsync(server, feed, "case.stage.completed", """{"stage":"审查"}""", "2");
            await SendAsync(server, feed, "case.accepted", """{"item":"PROMISED"}""", "3", "other");
            Assert.Equal(HttpStatusCode.OK, (await ReadAsync(server, reader, "/api/cases/other")).Status);
            var file = Path.GetFileName(version);
            foreach (var path in (string[])["/api/cases/one", "/healthz/ready"])
            {
                var (status, text) = await ReadAsync(server, reader, path);
                Assert.True(status == HttpStatusCode.ServiceUnavailable, $"{path}: {status} {text}");
                Assert.Contains($"Restore rules/{file}", text, StringComparison.Ordinal);
            }

            await File.WriteAllTextAsync(version, lost);
            var (found, shown) = await ReadAsync(server, reader, "/api/cases/one");
            Assert.Equal(HttpStatusCode.OK, found);
            Assert.Contains("case.stage.completed", shown, StringComparison.Ordinal);
            Assert.Equal((HttpStatusCode.OK, "Healthy"), await ReadAsync(server, reader, "/healthz/ready"));
        }
    }

    private static async Task SendAsync(
        ServerProcess server, string key, string type, string content, string id, string subject = "one")
    {
        using var http = ClientOf(server, key);
        var fact = Event(type, content, id, subject: $"\"{subject}\"", time: $"\"{DateTimeOffset.UtcNow:O}\"");
        using var body = new StringContent(fact, Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        using var answer = await http.PostAsync("/api/facts", body);
        Assert.Contains("\"accepted\":1", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> ReadAsync(
        ServerProcess server, string key, string path)
    {
        using var http = ClientOf(server, key);
        using var answer = await http.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static HttpClient ClientOf(ServerProcess server, string key)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }
}
