using System.Diagnostics;
using System.Net;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

[Collection(ProcessSuite.Name)]
public sealed class DiskFullTests
{
    [Fact]
    public async Task DiskFull_AnswersUnavailableAndRecoversWithoutARestart()
    {
        using var disk = new SmallDisk(sizeMb: 48);
        Directory.CreateDirectory(disk.Data);
        var key = await ServerProcess.AddKeyAsync(disk.Data, "feed", "facts");
        disk.Load(sizeMb: 36);
        var client = new LoadClient(0, key, new Random(1));
        using (var server = await ServerProcess.StartAsync(disk.Data))
        {
            await server.StartedAsync();
            await SendUntilAsync(client, server, HttpStatusCode.ServiceUnavailable);
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, await client.TrySendPendingAsync(server.Address));
            }

            using var http = new HttpClient { BaseAddress = server.Address };
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz/live")).StatusCode);
            disk.Unload();
            await SendUntilAsync(client, server, HttpStatusCode.OK);
            for (var i = 0; i < 10; i++)
            {
                Assert.Equal(HttpStatusCode.OK, await client.TrySendPendingAsync(server.Address));
            }

            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz/ready")).StatusCode);
            server.Kill();
        }

        await JournalCheck.HoldsAsync(disk.Data, [client]);
        Assert.Empty(client.Surprises);
    }

    private static async Task SendUntilAsync(LoadClient client, ServerProcess server, HttpStatusCode wanted)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < ServerProcess.Patience;)
        {
            var status = await client.TrySendPendingAsync(server.Address);
            Assert.True(status is not null, "the server is gone: " + server.Printed);
            if (status == wanted)
            {
                return;
            }
        }

        Assert.Fail($"never answered {wanted}: {server.Printed}");
    }
}
