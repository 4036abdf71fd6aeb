using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using Spectre.Console;

namespace Supervision.Ingest.Files;

/// <summary>
/// The <c>replay</c> command (contract section 2): 0 all sent and taken, 1 failed or some rejected, 2 wrong usage.
/// </summary>
public static class ReplayCommand
{
    private const string KeyVariable = "SUPERVISION_KEY";
    private const double SpeedMax = 1_000_000_000;

    private static readonly Argument<string> FileArgument = new("FILE")
    {
        Description = "Log to send: .xes, .csv or .ndjson, each optionally with .gz.",
    };

    private static readonly Option<string?> MapOption = new("--map")
    {
        Description = "Map file, or the name of a shipped map. Left out: the shipped map that fits the log.",
    };

    private static readonly Option<string> ToOption = new("--to")
    {
        Description = "Address of the running system.",
        DefaultValueFactory = _ => "http://localhost:5080",
    };

    private static readonly Option<string?> KeyOption = new("--key")
    {
        Description = $"Feed key; left out, it is taken from the environment variable {KeyVariable}.",
    };

    private static readonly Option<string> SpeedOption = new("--speed")
    {
        Description = "max, or how many times faster than it happened.",
        DefaultValueFactory = _ => "max",
    };

    private static readonly Option<string> OrderOption = new("--order")
    {
        Description = "event-time, file or shuffle:SEED.",
        DefaultValueFactory = _ => "event-time",
    };

    private static readonly Option<int> TriesOption = new("--tries")
    {
        Description = "Tries per body while the server is away or busy, with growing pauses of at most 15 s.",
        DefaultValueFactory = _ => 40,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("replay", "Sends a log to a running system; sending it again changes nothing.")
        {
            FileArgument, MapOption, ToOption, KeyOption, SpeedOption, OrderOption, TriesOption,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var screen = new ReplayScreen(
            arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        try
        {
            if (Wish(arguments, out var faults) is not { } wish) return screen.WrongUsage(faults);
            var file = LogFile.Find(wish.File);
            var plan = ReplayPlan.Make(file, wish.Map is null ? null : LoadMap(wish.Map), wish.Order);
            screen.Planned(wish.File, plan, wish.To);
            using var http = new HttpClient { BaseAddress = wish.To, Timeout = Timeout.InfiniteTimeSpan };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", wish.Key);
            var tally = await screen.WatchAsync(plan.Lines.Count, (progress, retrying) =>
            {
                var sender = new FactSender(http, TimeProvider.System, wish.Tries) { Retrying = retrying };
                return new Replay(sender, TimeProvider.System, wish.Speed) { Progress = progress }
                    .RunAsync(plan.Lines, cancellationToken);
            });
            return screen.Done(tally, plan.SkippedTotal);
        }
        catch (Exception e) when (e is UnreadableFileException or InvalidMapException)
        {
            return screen.WrongUsage([e.Message]);
        }
        catch (SendingFailedException e)
        {
            return screen.Failed(e.Message);
        }
        catch (OperationCanceledException)
        {
            return screen.Failed("Broken off. Start it again to send the rest; what was sent counts as duplicate.");
        }
    }

    private static FactMap LoadMap(string nameOrPath)
    {
        if (MapShelf.Find(nameOrPath) is { } shipped) return shipped;
        if (!File.Exists(nameOrPath))
            throw new UnreadableFileException(
                $"--map: {nameOrPath} is neither a file nor a shipped map"
                + $" ({string.Join(", ", MapShelf.All.Select(map => map.Name))}).");
        return FactMapFile.Read(nameOrPath, File.ReadAllBytes(nameOrPath));
    }

    private static ReplayWish? Wish(ParseResult arguments, out List<string> faults)
    {
        faults = [];
        var key = arguments.GetValue(KeyOption) ?? Environment.GetEnvironmentVariable(KeyVariable);
        if (string.IsNullOrWhiteSpace(key)) faults.Add($"--key: give a feed key, or set {KeyVariable}.");
        if (!Uri.TryCreate(arguments.GetValue(ToOption)!.TrimEnd('/') + "/", UriKind.Absolute, out var to)
            || to.Scheme is not ("http" or "https"))
            faults.Add("--to: must be an address such as http://localhost:5080.");
        if (ReplayOrder.Parse(arguments.GetValue(OrderOption)!) is not { } order)
        {
            faults.Add("--order: must be event-time, file or shuffle:SEED with a whole number as seed.");
            order = new ReplayOrder(ReplayOrderKind.EventTime);
        }

        double? speed = null;
        if (arguments.GetValue(SpeedOption) is { } text and not "max")
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor)
                && factor is > 0 and <= SpeedMax) speed = factor;
            else faults.Add("--speed: must be max or a number above 0.");
            if (order.Kind != ReplayOrderKind.EventTime)
                faults.Add("--speed: needs --order event-time unless it is max.");
        }

        if (arguments.GetValue(TriesOption) is < 1 or > 100_000) faults.Add("--tries: must be 1 to 100000.");
        return faults.Count > 0 ? null : new ReplayWish(
            arguments.GetValue(FileArgument)!, arguments.GetValue(MapOption), to!, key!.Trim(), speed, order,
            arguments.GetValue(TriesOption));
    }

    /// <summary>The checked arguments.</summary>
    private sealed record ReplayWish(
        string File, string? Map, Uri To, string Key, double? Speed, ReplayOrder Order, int Tries);
}
