using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Supervision.Bench.Processes;

/// <summary>A browser of somebody who has signed in and looks at their desk again and again.</summary>
internal sealed partial class Desk : IDisposable
{
    private const string Name = "bench-desk";
    private const string Password = "A storm of 10 000 cards!";

    private readonly HttpClient client;

    private Desk(HttpClient client) => this.client = client;

    /// <summary>The desk as it was answered last.</summary>
    public string LastPage { get; private set; } = "";

    /// <summary>Makes an account and signs in as a browser does.</summary>
    /// <param name="server">A running server.</param>
    /// <param name="directory">Its data directory.</param>
    /// <param name="role">Of the account.</param>
    /// <param name="organisation">What the account is bound to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Desk> SignInAsync(
        Server server, string directory, string role, string organisation, CancellationToken cancellationToken)
    {
        await using (var adding = new DotnetProcess(
            Server.Assembly,
            ["users", "add", Name, "--role", role, "--org", organisation, "--password-stdin", "--data", directory],
            input: Password))
        {
            await adding.OutputAsync(cancellationToken);
        }

        var browser = new HttpClient { BaseAddress = new Uri(server.Url) };
        var page = await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative), cancellationToken);
        var fields = Hidden().Matches(page)
            .Select(match => KeyValuePair.Create(
                match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)))
            .DistinctBy(field => field.Key) // the first form is the one with a password
            .Append(KeyValuePair.Create("name", Name)).Append(KeyValuePair.Create("password", Password));
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return new Desk(browser);
    }

    /// <summary>Asks for the desk again and again; returns how many milliseconds each answer took.</summary>
    /// <param name="times">At least so often.</param>
    /// <param name="meanwhile">And until this has ended.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<double[]> AskAsync(int times, Task meanwhile, CancellationToken cancellationToken)
    {
        List<double> took = [];
        while (took.Count < times || !meanwhile.IsCompleted)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await client.GetAsync(new Uri("/desk", UriKind.Relative), cancellationToken);
            answer.EnsureSuccessStatusCode();
            LastPage = await answer.Content.ReadAsStringAsync(cancellationToken);
            took.Add(clock.Elapsed.TotalMilliseconds);
            if (answer.RequestMessage!.RequestUri!.AbsolutePath != "/desk")
            {
                throw new InvalidOperationException($"Sent to {answer.RequestMessage.RequestUri} instead of the desk.");
            }
        }

        return [.. took];
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex(
        """<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)"\s*/?>""",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}
