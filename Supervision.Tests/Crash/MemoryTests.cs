using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

[Collection(ProcessSuite.Name)]
public sealed class MemoryTests
{
    private const int Lines = 30;
    private const int LineMb = 10;
    private const int GrowthMaxMb = 150;

    [Fact]
    public async Task LinesOfTenMegabytes_AreRejectedOneByOneInBoundedMemory()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("peak memory is read from /proc");
        }

        using var folder = new TemporaryFolder();
        var key = await ServerProcess.AddKeyAsync(folder.Path, "feed", "facts");
        using var server = await ServerProcess.StartAsync(folder.Path);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var warm = await http.PostAsync("/api/facts", new LongLines(1));
        var before = PeakMb(server);
        using var response = await http.PostAsync("/api/facts", new LongLines(Lines));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.Contains($"\"rejectedTotal\":{Lines}", answer, StringComparison.Ordinal);
        Assert.InRange(PeakMb(server) - before, 0, GrowthMaxMb);
    }

    private static int PeakMb(ServerProcess server) =>
        int.Parse(
            File.ReadLines($"/proc/{server.Id}/status")
                .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) / 1024;

    /// <summary>Lines that are sent without ever being held whole, here either.</summary>
    private sealed class LongLines : HttpContent
    {
        private readonly int count;

        public LongLines(int count)
        {
            this.count = count;
            Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var part = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
            for (var line = 0; line < count; line++)
            {
                await stream.WriteAsync("{\"id\":\""u8.ToArray());
                for (var mb = 0; mb < LineMb; mb++)
                {
                    await stream.WriteAsync(part);
                }

                await stream.WriteAsync("\"}\n"u8.ToArray());
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
