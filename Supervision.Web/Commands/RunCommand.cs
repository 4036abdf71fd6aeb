using System.CommandLine;

namespace Supervision.Web.Commands;

/// <summary>Runs the system: <c>[--demo] [--data DIR]</c>, and ASP.NET's own options such as <c>--urls</c>.</summary>
internal static class RunCommand
{
    public static RootCommand Create()
    {
        var data = DataOption.Create();
        var demo = new Option<bool>("--demo")
        {
            Description = "Run a generated city on a throw-away data directory.",
        };
        var root = new RootCommand(
            "电子监察 Supervision: watches every case and every window of government service centres.")
        {
            data, demo,
        };
        root.TreatUnmatchedTokensAsErrors = false; // they are configuration, for ASP.NET
        root.Validators.Add(result =>
        {
            if (result.GetValue(demo) && result.GetResult(data) is { Implicit: false })
            {
                result.AddError(
                    "--demo runs on a throw-away directory that is deleted at the end: leave out --data, "
                    + "or leave out --demo to run on DIR.");
            }
        });
        root.SetAction(async (parsed, _) => // signals are the host's
        {
            string[] settings = [.. parsed.UnmatchedTokens]; // ASP.NET would take what follows --demo for its value
            await using var app = parsed.GetValue(demo)
                ? await WebSystem.BuildDemoAsync(settings)
                : WebSystem.Build(settings, parsed.GetValue(data));
            await RunAsync(app);
            return CommandLine.Done;
        });
        return root;
    }

    private static async Task RunAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped before the start was complete; nothing is lost.");
            return;
        }

        await app.WaitForShutdownAsync();
    }
}
