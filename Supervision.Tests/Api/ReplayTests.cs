using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using Supervision.Core.Ports;
using Supervision.Ingest.Files;
using Supervision.Tests.Support;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Api;

/// <summary>The replay command against a real feed door.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("supervision-replay-");

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await ReplayCommand.Create().Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    private string Lines(int count, Func<int, string>? line = null)
    {
        var path = Path.Combine(folder.FullName, "facts.ndjson");
        File.WriteAllLines(path, Enumerable.Range(0, count).Select(line ?? (id => Event(id: $"{id}"))));
        return path;
    }

    private static JsonElement Last(string output) => JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;

    private static (long Accepted, long Duplicates, long Rejected) Counts(string output) =>
        (Last(output).GetProperty("accepted").GetInt64(), Last(output).GetProperty("duplicates").GetInt64(),
            Last(output).GetProperty("rejected").GetInt64());

    [Fact]
    public async Task Replay_ReceiptLogTwice_IsAcceptedOnceAndInOrderOfEventTime()
    {
        var log = SharedFiles.Require("data/receipt.xes.gz");
        await using var host = await FeedHost.StartAsync();
        var (code, output, _) = await RunAsync(log, "--to", host.Address.ToString(), "--key", "all");
        Assert.Equal((0, (11340, 0, 0)), (code, Counts(output)));
        Assert.Equal(host.Engine.Facts.Order(Comparer<Supervision.Core.Facts.Fact>.Create(
            (a, b) => a.OccurredAt.CompareTo(b.OccurredAt))), host.Engine.Facts);
        (code, output, _) = await RunAsync(
            log, "--to", host.Address.ToString(), "--key", "all", "--order", "shuffle:3");
        Assert.Equal((0, (0, 11340, 0)), (code, Counts(output)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Replay_ServerThatFailsNowAndThen_IsTriedAgainUntilAllIsTaken()
    {
        await using var host = await FeedHost.StartAsync();
        var failures = 0;
        host.Engine.BeforeTaking = (before, _) =>
            before is 1 or 2 && failures++ < 2
                ? throw new JournalUnavailableException("disk full") : Task.CompletedTask;
        var (code, output, error) = await RunAsync(Lines(6000), "--to", host.Address.ToString(), "--key", "all");
        Assert.Equal(0, code);
        Assert.Equal(6000, Counts(output).Accepted + Counts(output).Duplicates);
        Assert.Equal(6000, host.Engine.Facts.DistinctBy(fact => fact.Identity).Count());
        Assert.Contains("trying again: the server answered 503", error, StringComparison.Ordinal);
        Assert.True(Last(output).GetProperty("retries").GetInt32() is 1 or 2);
    }

    [Fact(Timeout = 60_000)]
    public async Task Replay_ServerGoneInTheMiddle_GoesOnWhenItIsBack()
    {
        var first = await FeedHost.StartAsync();
        var address = first.Address.ToString();
        var reached = new TaskCompletionSource();
        first.Engine.BeforeTaking = async (_, _) =>
        {
            if (first.Engine.Facts.Count < 5000) return;
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, first.Stopping);
        };
        var replay = RunAsync(Lines(12_000), "--to", address, "--key", "all");
        await reached.Task;
        await first.KillAsync();
        await using var second = await FeedHost.StartAsync(url: address.TrimEnd('/'));
        var (code, output, error) = await replay;
        Assert.Equal((0, 12_000), (code, Last(output).GetProperty("sent").GetInt32()));
        Assert.Contains("trying again: ", error, StringComparison.Ordinal);
        Assert.Equal(12_000, first.Engine.Facts.Concat(second.Engine.Facts).DistinctBy(fact => fact.Identity).Count());
    }

    [Fact]
    public async Task Replay_RejectedFactsAndGivingUp_ExitWithOne()
    {
        await using var host = await FeedHost.StartAsync();
        var lines = Lines(3, id => id == 1 ? Event(id: "1", subject: null) : Event(id: $"{id}"));
        var (code, output, error) = await RunAsync(lines, "--to", host.Address.ToString(), "--key", "all");
        Assert.Equal((1, (2, 0, 1)), (code, Counts(output)));
        Assert.Contains("rejected: 1: subject: is required", error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync(lines, "--to", host.Address.ToString(), "--key", "wrong");
        Assert.Equal(1, code);
        Assert.StartsWith("The server answered 401: Authorization: ", error, StringComparison.Ordinal);
        host.Engine.BeforeTaking = (_, _) => throw new JournalUnavailableException("disk full");
        (code, _, error) = await RunAsync(lines, "--to", host.Address.ToString(), "--key", "all", "--tries", "2");
        Assert.Equal(1, code);
        Assert.Contains("Gave up after 2 tries", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WrongUsage_ListsEveryFaultAndExitsWithTwo()
    {
        var (code, _, error) = await RunAsync(
            "none.xes", "--key", " ", "--to", "ftp://x", "--order", "size", "--speed", "0", "--tries", "0");
        Assert.Equal(2, code);
        Assert.Equal(["--key", "--to", "--order", "--speed", "--tries"],
            error.Trim().Split('\n').Select(line => line.Split(':')[0]));
        Assert.Equal(2, (await RunAsync("none.xes", "--key", "k")).Code);
        Assert.Equal(2, (await RunAsync(Lines(1), "--key", "k", "--map", "none.json")).Code);
        var map = Path.Combine(folder.FullName, "map.json");
        await File.WriteAllTextAsync(map, "{\"facts\":[]}");
        (code, _, error) = await RunAsync(Lines(1), "--key", "k", "--map", map);
        Assert.Equal(2, code);
        Assert.Contains("subject: is required", error, StringComparison.Ordinal);
        Assert.Contains("facts: must list at least one kind of fact", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Replay_LimitedSpeed_SendsNothingBeforeItsTime()
    {
        var time = new SteppedTime();
        var handler = new Door();
        using var http = new HttpClient(handler) { BaseAddress = new Uri("http://replay.test") };
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
        FactLine[] lines = [.. new[] { 0, 0, 10, 40 }.Select(second =>
            new FactLine(start + (second * TimeSpan.TicksPerSecond), Encoding.UTF8.GetBytes($"{second}")))];
        var sent = new List<(double Second, int Sent)>();
        await new Replay(new FactSender(http, time, 1), time, speed: 10)
        {
            Progress = count => sent.Add((time.Elapsed.TotalSeconds, count)),
        }.RunAsync(lines, default);
        Assert.Equal([(0, 2), (1, 3), (4, 4)], sent);
    }

    /// <summary>A clock that jumps to whatever is waited for.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        public TimeSpan Elapsed { get; private set; }

        public override long GetTimestamp() => Elapsed.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.FromMinutes(1)) Elapsed += dueTime;
            return dueTime < TimeSpan.FromMinutes(1)
                ? new Timer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan)
                : new Timer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Door : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent("""{"accepted":1,"duplicates":0,"rejected":[],"rejectedTotal":0}"""),
            });
    }
}
