using System.Globalization;
using System.Text.Json;
using Supervision.Bench.Load;

namespace Supervision.Bench.Processes;

/// <summary>This program as a second process that sends facts to a server.</summary>
internal sealed class FeedClient : IAsyncDisposable
{
    private readonly DotnetProcess process;

    /// <summary>Starts sending.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="kind">Which facts.</param>
    /// <param name="facts">How many.</param>
    /// <param name="lanes">Over how many connections.</param>
    /// <param name="rate">Facts a second; 0 is as fast as it goes.</param>
    public FeedClient(Server server, MixKind kind, int facts, int lanes, int rate = 0)
    {
        string[] arguments =
        [
            FeedClientCommand.Name, "--url", server.Url, "--kind", kind.ToString(), "--facts", Text(facts),
            "--lanes", Text(lanes), "--rate", Text(rate),
        ];
        var environment = new Dictionary<string, string> { [FeedClientCommand.KeyVariable] = server.FeedKey };
        process = new DotnetProcess("Supervision.Bench.dll", arguments, environment);
    }

    public bool HasExited => process.HasExited;

    /// <summary>What it reports once everything has been answered.</summary>
    public async Task<FeedReport> ReportAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<FeedReport>((await process.OutputAsync(cancellationToken)).Trim().Split('\n')[^1])!;

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
