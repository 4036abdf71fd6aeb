using System.CommandLine;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Views;

namespace Supervision.Web.Commands;

/// <summary><c>rebuild</c>: throws every derived file away and makes it anew from the journal.</summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var data = DataOption.Create();
        var command = new Command(
            "rebuild", "Makes every view anew from the journal. The system must not be running.") { data };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(DataOption.FolderOf(parsed.GetValue(data)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        var journal = DataOption.JournalOf();
        if (journal.Kind == JournalKind.Sqlite && !Directory.Exists(folder.Journal))
        {
            throw new DirectoryNotFoundException($"There is no journal in {folder.Path}.");
        }

        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSupervision(
            folder, StarterRules.ReadOrWrite(folder.Rules), journal, new EngineOptions(), TimeProvider.System,
            rebuild: true);
        using var host = builder.Build();
        var sequence = host.Services.GetRequiredService<IJournal>().Head.Sequence;

        // The engine does not run: it would decide what is due by today's clock, also in a journal that is a replay.
        await host.Services.GetRequiredService<EmbeddedEngine>().CatchUpAsync(cancellationToken);
        var views = host.Services.GetRequiredService<ViewFeeder>();
        await views.StartAsync(cancellationToken);
        await views.ReachAsync(sequence, cancellationToken);
        await views.StopAsync(cancellationToken);
        Console.WriteLine($"rebuilt from {sequence} entries");
        return CommandLine.Done;
    }
}
