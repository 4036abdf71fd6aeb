using System.CommandLine;
using System.Diagnostics;
using Supervision.Bench.Load;
using Supervision.Bench.Processes;
using Supervision.Bench.Reporting;
using Supervision.Core.Facts;
using Supervision.Ingest.Simulation;

namespace Supervision.Bench.Benchmarks;

/// <summary>
/// Many cards at one instant: how many orders they become, how long until every order is in the list, and how an
/// inspector's desk answers meanwhile and afterwards.
/// </summary>
internal static class StormBenchmark
{
    private const double MillisecondsTarget = 300;
    private static readonly TimeSpan ShownMax = TimeSpan.FromMinutes(5);

    public sealed record Size(int Cases, int LeadSeconds, int Requests);

    public static readonly Size Miniature = new(500, 20, 20);

    public static Command Create()
    {
        var cases = BenchmarkCommand.Size("--cases", 10_000, "Cards at once.");
        var lead = BenchmarkCommand.Size("--lead", 60, "Seconds from the start until the instant; loading takes some.");
        var requests = BenchmarkCommand.Size("--requests", 200, "Requests for the desk, during and after it.");
        return BenchmarkCommand.Of(
            "storm", "Cards at one instant, their orders, and the desk.", [cases, lead, requests],
            (parsed, cancellationToken) => RunAsync(
                new Size(parsed.GetValue(cases), parsed.GetValue(lead), parsed.GetValue(requests)),
                cancellationToken));
    }

    public static async Task<Result> RunAsync(Size size, CancellationToken cancellationToken)
    {
        var result = new Result("storm");
        using var folder = new TemporaryFolder();
        var book = CityRules.Read();
        var hall = book.Organisation.Windows.Values.MinBy(window => window.Id, StringComparer.Ordinal)!.Hall;
        await using var server = await Server.StartAsync(folder.Path, cancellationToken);
        using var manager = await Browser.SignInAsync(
            server, folder.Path, "bench-desk", "manager", hall, cancellationToken);
        var dueAt = DateTimeOffset.UtcNow.AddSeconds(size.LeadSeconds);
        result.Expect("facts accepted", size.Cases, await LoadAsync(server, size, dueAt, cancellationToken));
        var left = dueAt - DateTimeOffset.UtcNow;
        if (left < TimeSpan.Zero)
        {
            result.Faults.Add("loading took longer than --lead; give it more");
            return result;
        }

        await Task.Delay(left, cancellationToken);
        var clock = Stopwatch.StartNew();
        var shown = ShownAsync(server, size.Cases, clock, cancellationToken);
        var during = await LookAsync(manager, size.Requests, shown, cancellationToken);
        var (seconds, orders, gravest) = await shown;
        var after = await LookAsync(manager, size.Requests, Task.CompletedTask, cancellationToken);
        if (manager.LastAnswer.AsSpan().IndexOf("href=\"/orders/"u8) < 0)
        {
            result.Faults.Add("the desk shows no order");
        }

        result.Add("orders", orders, "");
        result.AddAtMost("causes of one order, at most", gravest, "", book.Orders.GroupMax);
        result.Add("every order durable and in the list", seconds, "s");
        Report(result, "desk during the storm", new Times(during));
        Report(result, "desk after the storm", new Times(after));
        result.Notes.Add(FormattableString.Invariant(
            $"{size.Cases} cards at one instant; cards of one code and unit share orders"));
        result.Notes.Add(FormattableString.Invariant(
            $"caps: {book.Orders.GroupMax} causes an order, {book.Orders.GroupWindow.TotalMinutes} min a group"));
        result.Notes.Add(FormattableString.Invariant(
            $"{during.Count} + {after.Count} requests for /desk by a signed-in manager, one after the other"));
        return result;
    }

    private static void Report(Result result, string what, Times times)
    {
        result.Add($"{what}, median", times.At(0.5), "ms");
        result.AddAtMost($"{what}, p95", times.At(0.95), "ms", MillisecondsTarget);
    }

    /// <summary>Asks for the desk so often at least, and until something has ended.</summary>
    private static async Task<List<double>> LookAsync(
        Browser browser, int times, Task meanwhile, CancellationToken cancellationToken)
    {
        List<double> took = [];
        while (took.Count < times || !meanwhile.IsCompleted)
        {
            took.Add(await browser.AskAsync("/desk", cancellationToken));
        }

        return took;
    }

    private static async Task<long> LoadAsync(
        Server server, Size size, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var mix = new FactMix(CityRules.Read(), MixKind.Acceptances, '1', size.Cases, DateTimeOffset.UtcNow);
        return await server.SendAsync(
            mix.Batches(size.Cases, size.Cases).SelectMany(batch => batch)
                .Select(fact => fact with { Data = (CaseAccepted)fact.Data with { PromisedDueAt = dueAt } }),
            cancellationToken);
    }

    /// <summary>When orders have as many causes as there are cards, how many they are, and the largest.</summary>
    private static async Task<(double Seconds, int Orders, int Causes)> ShownAsync(
        Server server, int cards, Stopwatch clock, CancellationToken cancellationToken)
    {
        while (clock.Elapsed < ShownMax)
        {
            var causes = await CausesAsync(server, cancellationToken);
            if (causes.Sum() >= cards)
            {
                return (clock.Elapsed.TotalSeconds, causes.Count, causes.Max());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }

        throw new TimeoutException("The orders of the storm did not come.");
    }

    private static async Task<List<int>> CausesAsync(Server server, CancellationToken cancellationToken)
    {
        List<int> causes = [];
        for (var path = "/api/orders?limit=1000"; path is not null;)
        {
            var page = await server.GetAsync(path, cancellationToken);
            causes.AddRange(page.GetProperty("items").EnumerateArray()
                .Where(order => order.GetProperty("code").GetString() == "promised.yellow")
                .Select(order => order.GetProperty("causes").GetInt32()));
            path = page.GetProperty("next").GetString() is { } next
                ? $"/api/orders?limit=1000&after={Uri.EscapeDataString(next)}"
                : null;
        }

        return causes;
    }
}
