using System.CommandLine;
using System.Diagnostics;
using Supervision.Bench.Load;
using Supervision.Bench.Processes;
using Supervision.Bench.Reporting;
using Supervision.Core.Facts;
using Supervision.Ingest.Simulation;
using Supervision.Silo.Embedded;

namespace Supervision.Bench.Benchmarks;

/// <summary>
/// The same work through both hosts, one after the other in one run, each as the real server with its journal in a
/// file. Without the Cluster profile there is one host to measure.
/// </summary>
internal static class HostsBenchmark
{
    private const int BodyFacts = 10_000;
    private static readonly TimeSpan ShownMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

#if CLUSTER
    private static readonly EngineKind[] Hosts = [EngineKind.Embedded, EngineKind.Orleans];
#else
    private static readonly EngineKind[] Hosts = [EngineKind.Embedded];
#endif

    public sealed record Size(int Facts, int Cases, int LeadSeconds, int SettleSeconds);

    public static readonly Size Miniature = new(4_000, 1_000, 15, 0);

    public static Command Create()
    {
        var facts = BenchmarkCommand.Size("--facts", 200_000, "Facts fed for speed.");
        var cases = BenchmarkCommand.Size("--cases", 100_000, "Open cases, whose limits are crossed at one instant.");
        var lead = BenchmarkCommand.Size("--lead", 90, "Seconds from the first case to the instant.");
        var settle = BenchmarkCommand.Size("--settle", 10, "Seconds of rest before memory is read.");
        return BenchmarkCommand.Of(
            "hosts", "The embedded host and Orleans side by side.", [facts, cases, lead, settle],
            (parsed, cancellationToken) => RunAsync(
                new Size(
                    parsed.GetValue(facts), parsed.GetValue(cases), parsed.GetValue(lead), parsed.GetValue(settle)),
                cancellationToken));
    }

    public static async Task<Result> RunAsync(Size size, CancellationToken cancellationToken)
    {
        var result = new Result("hosts");
        foreach (var host in Hosts)
        {
            await FeedAsync(host, size, result, cancellationToken);
            await CrossAsync(host, size, result, cancellationToken);
        }

        result.Notes.Add(FormattableString.Invariant(
            $"{size.Facts} facts over 4 connections from a second process; {size.Cases} cases due at one instant"));
        result.Notes.Add("one process with its journal in a file on both hosts; Orleans with a silo in the server");
        result.Notes.Add("memory of a case is resident memory of the whole server, pages of lists included");
        if (Hosts.Length == 1)
        {
            result.Notes.Add("built without the Cluster profile: Orleans is not measured");
        }

        return result;
    }

    private static async Task FeedAsync(
        EngineKind host, Size size, Result result, CancellationToken cancellationToken)
    {
        const int lanes = 4;
        var facts = size.Facts / lanes * lanes;
        using var folder = new TemporaryFolder();
        await using var server = await Server.StartAsync(folder.Path, cancellationToken, host: host);
        var before = server.Process.ProcessorTime;
        await using var client = new FeedClient(server, MixKind.Lives, facts, lanes);
        var report = await client.ReportAsync(cancellationToken);
        var spent = server.Process.ProcessorTime - before;
        result.Expect($"{host}: facts accepted", facts, report.Accepted);
        result.Add($"{host}: facts durable", facts / report.Seconds, "facts/s");
        result.Add($"{host}: processor time of the server", spent.TotalMicroseconds / facts, "µs/fact");
    }

    /// <summary>Opens cases, reads memory, lets all their limits pass at once, ends the server as a crash.</summary>
    private static async Task CrossAsync(
        EngineKind host, Size size, Result result, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using (var server = await Server.StartAsync(folder.Path, cancellationToken, host: host))
        {
            var empty = server.Process.ResidentBytes;
            var dueAt = DateTimeOffset.UtcNow.AddSeconds(size.LeadSeconds);
            var opened = await OpenAsync(server, size, dueAt, cancellationToken);
            result.Expect($"{host}: cases opened", size.Cases, opened);
            await Task.Delay(TimeSpan.FromSeconds(size.SettleSeconds), cancellationToken);
            var grown = server.Process.ResidentBytes - empty;
            result.Add($"{host}: memory of an open case", grown / (double)size.Cases, "bytes");
            var left = dueAt - DateTimeOffset.UtcNow;
            if (left < TimeSpan.Zero)
            {
                result.Faults.Add($"{host}: opening took longer than --lead; give it more");
                return;
            }

            await Task.Delay(left, cancellationToken);
            var shown = await ShownAsync(server, size.Cases, cancellationToken);
            result.Add($"{host}: {size.Cases} limits at one instant, every card on the board", shown, "s");
            await server.Process.KillAsync();
        }

        var clock = Stopwatch.StartNew();
        await using var again = await Server.StartAsync(folder.Path, cancellationToken, host: host);
        result.Add($"{host}: ready after a kill", again.StartedIn.TotalSeconds, "s");
        var sent = clock.Elapsed;
        var late = new FactMix(CityRules.Read(), MixKind.Acceptances, '2', 1, DateTimeOffset.UtcNow);
        result.Expect($"{host}: facts after a kill", 1, await again.SendAsync([late[0]], cancellationToken));
        result.Add($"{host}: first fact durable after ready", (clock.Elapsed - sent).TotalSeconds, "s");
        result.Expect(
            $"{host}: cards after a kill", size.Cases, await CardsAsync(again, size.Cases, cancellationToken));
    }

    private static async Task<long> OpenAsync(
        Server server, Size size, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var mix = new FactMix(CityRules.Read(), MixKind.Acceptances, '1', size.Cases, DateTimeOffset.UtcNow);
        var accepted = 0L;
        foreach (var batch in mix.Batches(size.Cases, BodyFacts))
        {
            accepted += await server.SendAsync(
                batch.Select(fact => fact with { Data = (CaseAccepted)fact.Data with { PromisedDueAt = dueAt } }),
                cancellationToken);
        }

        return accepted;
    }

    private static async Task<double> ShownAsync(Server server, int cards, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while ((await server.GetAsync("/api/board", cancellationToken)).GetProperty("yellow").GetInt64() < cards)
        {
            if (clock.Elapsed > ShownMax)
            {
                throw new TimeoutException("The cards did not come.");
            }

            await Task.Delay(LookEvery, cancellationToken);
        }

        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Cards in the list once it has caught up: neither fewer nor more than there were limits.</summary>
    private static async Task<long> CardsAsync(Server server, int cards, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var (durable, shown) = await server.PositionsAsync(cancellationToken);
            var found = (await server.GetAsync("/api/alerts?level=yellow&clock=promised&limit=1", cancellationToken))
                .GetProperty("total").GetInt64();
            if ((found >= cards && shown >= durable) || clock.Elapsed > ShownMax)
            {
                return found;
            }

            await Task.Delay(LookEvery, cancellationToken);
        }
    }
}
