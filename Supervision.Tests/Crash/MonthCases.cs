using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Supervision.Core.Scores;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>Cases that give months something to be closed with.</summary>
internal static class MonthCases
{
    /// <summary>
    /// Starts a server, sends it one case in each of so many departments every month, and kills it: what was answered
    /// is durable.
    /// </summary>
    public static async Task FillAsync(string data, Period[] months, int departments)
    {
        var key = await ServerProcess.AddKeyAsync(data, "feed", "facts");
        using var server = await ServerProcess.StartAsync(data);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var lines = months.SelectMany(month => Enumerable.Range(0, departments).Select(department =>
            JsonSerializer.Serialize(new
            {
                specversion = "1.0",
                id = $"{month}-{department}",
                source = "/test",
                type = "case.accepted",
                subject = $"{month}-{department}",
                time = $"{month}-10T10:00:00+08:00",
                data = new
                {
                    department = $"D{department}",
                    promisedDueAt = "2090-01-01T00:00:00+08:00",
                    statutoryDueAt = "2090-01-01T00:00:00+08:00",
                },
            })));
        using var content = new StringContent(
            string.Join('\n', lines), new MediaTypeHeaderValue(RealSystem.Lines));
        using var answer = await http.PostAsync("/api/facts", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await server.StartedAsync(); // with jobs waiting for their times
        server.Kill();
    }
}
