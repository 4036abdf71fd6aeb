using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Supervision.Bench.Processes;

/// <summary>A browser of somebody who has signed in.</summary>
internal sealed partial class Browser : IDisposable
{
    private const string Password = "A storm of 10 000 cards!";

    private readonly HttpClient client;

    private Browser(HttpClient client) => this.client = client;

    /// <summary>What was answered last.</summary>
    public byte[] LastAnswer { get; private set; } = [];

    /// <summary>Makes an account and signs in as a browser does.</summary>
    /// <param name="server">A running server.</param>
    /// <param name="directory">Its data directory.</param>
    /// <param name="name">Of the account, which is new.</param>
    /// <param name="role">Of the account.</param>
    /// <param name="organisation">What the account is bound to; null for the whole city.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Browser> SignInAsync(
        Server server, string directory, string name, string role, string? organisation,
        CancellationToken cancellationToken)
    {
        string[] bound = organisation is null ? [] : ["--org", organisation];
        await using (var adding = new DotnetProcess(
            Server.Assembly, ["users", "add", name, "--role", role, .. bound, "--password-stdin", "--data", directory],
            input: Password))
        {
            await adding.OutputAsync(cancellationToken);
        }

        var visitor = new HttpClient { BaseAddress = new Uri(server.Url) };
        var page = await visitor.GetStringAsync(new Uri("/sign-in", UriKind.Relative), cancellationToken);
        var fields = Hidden().Matches(page)
            .Select(match => KeyValuePair.Create(
                match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)))
            .DistinctBy(field => field.Key) // the first form is the one with a password
            .Append(KeyValuePair.Create("name", name)).Append(KeyValuePair.Create("password", Password));
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await visitor.PostAsync(new Uri("/sign-in", UriKind.Relative), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return new Browser(visitor);
    }

    /// <summary>Asks for a page or file; returns how many milliseconds the whole answer took.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HttpRequestException">It was refused.</exception>
    /// <exception cref="InvalidOperationException">The browser was sent elsewhere.</exception>
    public async Task<double> AskAsync(string path, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        answer.EnsureSuccessStatusCode();
        LastAnswer = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var took = clock.Elapsed.TotalMilliseconds;
        return answer.RequestMessage!.RequestUri!.PathAndQuery == path
            ? took
            : throw new InvalidOperationException($"Sent to {answer.RequestMessage.RequestUri} instead of {path}.");
    }

    /// <summary>Sends an order without a body; returns how many milliseconds the answer took.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HttpRequestException">It was refused.</exception>
    public async Task<double> PostAsync(string path, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return clock.Elapsed.TotalMilliseconds;
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex(
        """<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)"\s*/?>""",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}
