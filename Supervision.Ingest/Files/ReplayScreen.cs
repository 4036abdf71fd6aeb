using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Supervision.Ingest.Files;

/// <summary>
/// What a replay shows: a progress bar on a terminal, plain lines elsewhere, and JSON as the very last line.
/// </summary>
internal sealed class ReplayScreen(TextWriter output, TextWriter error)
{
    private readonly IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(output),
        Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        Interactive = Console.IsOutputRedirected ? InteractionSupport.No : InteractionSupport.Detect,
    });

    public void Planned(string file, ReplayPlan plan, Uri to)
    {
        var by = plan.MapName is { } map ? $" by map {map}" : "";
        output.WriteLine($"{file}: {plan.Lines.Count} facts{by} to {to}");
        foreach (var reason in plan.Skipped) error.WriteLine("skipped: " + reason);
        if (plan.SkippedTotal > plan.Skipped.Count) error.WriteLine($"skipped: {plan.SkippedTotal} in all");
    }

    public async Task<ReplayTally> WatchAsync(int facts, Func<Action<int>, Action<string>, Task<ReplayTally>> run)
    {
        if (Console.IsOutputRedirected)
        {
            var told = 0;
            return await run(
                sent =>
                {
                    var tenth = (int)(10L * sent / facts);
                    if (tenth == told) return;
                    told = tenth;
                    output.WriteLine($"{tenth * 10} % ({sent} of {facts})");
                },
                fault => error.WriteLine("trying again: " + fault));
        }

        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("sending", maxValue: Math.Max(1, facts));
                return await run(
                    sent => (task.Value, task.Description) = (sent, "sending"),
                    fault => task.Description = "trying again: "
                        + Markup.Escape(fault.Length > 60 ? fault[..60] : fault));
            });
    }

    public int Done(ReplayTally tally, long skipped)
    {
        foreach (var fault in tally.Rejections) error.WriteLine($"rejected: {fault.Id}: {fault.Reason}");
        var table = new Table()
            .AddColumns("sent", "accepted", "duplicates", "rejected", "skipped", "retries", "seconds");
        string[] cells =
        [
            .. new[] { tally.Sent, tally.Accepted, tally.Duplicates, tally.Rejected, skipped, tally.Retries }
                .Select(count => count.ToString(CultureInfo.InvariantCulture)),
            tally.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),
        ];
        console.Write(table.AddRow(cells));
        output.WriteLine(JsonSerializer.Serialize(new
        {
            sent = tally.Sent,
            accepted = tally.Accepted,
            duplicates = tally.Duplicates,
            rejected = tally.Rejected,
            skipped,
            retries = tally.Retries,
            seconds = Math.Round(tally.Elapsed.TotalSeconds, 3),
        }));
        return tally.Rejected == 0 && skipped == 0 ? 0 : 1;
    }

    public int WrongUsage(IEnumerable<string> faults)
    {
        foreach (var fault in faults) error.WriteLine(fault);
        return 2;
    }

    public int Failed(string what)
    {
        error.WriteLine(what);
        return 1;
    }
}
