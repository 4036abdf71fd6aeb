using System.Diagnostics;
using System.Globalization;

namespace Supervision.Bench.Load;

/// <summary>Terminals that upload in real time: one record a post, as ZKTeco's PUSH protocol has it.</summary>
internal sealed class PunchClient(string url, PunchCity city) : IDisposable
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8); // of the rule book's default

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
    {
        BaseAddress = new Uri(url),
    };

    private long answered;

    /// <summary>Posts that were answered with OK.</summary>
    public long Answered => Interlocked.Read(ref answered);

    /// <summary>Somebody comes (status 0) or goes (1) now, to the second.</summary>
    public async Task PunchAsync(int staff, int status, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow.ToOffset(Zone);
        var pin = PunchCity.StaffOf(staff);
        using var body = new StringContent(string.Create(
            CultureInfo.InvariantCulture, $"{pin}\t{now:yyyy-MM-dd HH:mm:ss}\t{status}\t15\t0\t0\t0\n"));
        using var answer = await http.PostAsync(
            new Uri($"/iclock/cdata?SN={city.TerminalOf(staff)}&table=ATTLOG&Stamp=1", UriKind.Relative), body,
            cancellationToken);
        if (await answer.Content.ReadAsStringAsync(cancellationToken) == "OK: 1")
        {
            Interlocked.Increment(ref answered);
        }
    }

    /// <summary>
    /// A steady stream of posts by people who hold no window, coming and going in turn; returns how many were sent.
    /// </summary>
    /// <param name="rate">Posts a second.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> FlowAsync(int rate, int seconds, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var idle = city.Staff - city.Windows;
        List<Task> posts = [];
        for (var i = 0; i < rate * seconds; i++)
        {
            var due = TimeSpan.FromSeconds(i / (double)rate);
            if (due > clock.Elapsed)
            {
                await Task.Delay(due - clock.Elapsed, cancellationToken);
            }

            posts.Add(PunchAsync(city.Windows + (i % idle), i / idle % 2, cancellationToken));
        }

        await Task.WhenAll(posts);
        return posts.Count;
    }

    public void Dispose() => http.Dispose();
}
