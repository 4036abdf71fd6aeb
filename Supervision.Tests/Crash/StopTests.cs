using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>A service manager asks the real process to stop.</summary>
[Collection(ProcessSuite.Name)]
public sealed class StopTests
{
    /// <summary>Longer than what the command line grants a command that is told to end.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Stop_DuringTheStart_EndsItWithoutAFault()
    {
        using var folder = new TemporaryFolder();
        using var server = await ServerProcess.StartAsync(folder.File("data"));
        Assert.Equal(0, await server.StopAsync()); // it listens, and goes on to start its jobs
        Assert.DoesNotContain("Unhandled exception", server.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileFactsAreOnTheirWay_TakesThemFirst()
    {
        using var folder = new TemporaryFolder();
        var key = await ServerProcess.AddKeyAsync(folder.File("data"), "feed", "facts");
        using var server = await ServerProcess.StartAsync(folder.File("data"));
        await server.StartedAsync();
        using var http = new SocketsHttpHandler { Expect100ContinueTimeout = ServerProcess.Patience };
        using var client = new HttpClient(http) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.ExpectContinue = true; // the body begins when the server asks for it
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var body = new SlowBody();
        var answer = client.PostAsync("/api/facts", body);
        await body.Begun;
        var stopped = server.StopAsync();
        await Task.Delay(Rest);
        body.End();
        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
        Assert.Contains(
            "\"accepted\":1", await (await answer).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await stopped);
    }

    /// <summary>One fact that is sent, and an end that keeps one waiting.</summary>
    private sealed class SlowBody : HttpContent
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlowBody() => Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");

        public Task Begun => begun.Task;

        public void End() => ended.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            const string Fact = """
                {"specversion":"1.0","id":"1","source":"/slow","type":"case.accepted","subject":"A1"
                """;
            const string Rest = ""","time":"2026-01-01T00:00:00Z","data":{"item":"GENERAL-PROMISED"}}""";
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"{Fact}{Rest}\n"));
            await stream.FlushAsync();
            begun.TrySetResult();
            await ended.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
