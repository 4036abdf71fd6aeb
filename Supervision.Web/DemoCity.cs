using Supervision.Core.Ports;
using Supervision.Silo.Hosting;

namespace Supervision.Web;

/// <summary>Feeds the demo with a generated city, and removes its data directory at the end.</summary>
internal sealed partial class DemoCity(IEngine engine, DataFolder folder, ILogger<DemoCity> logger) : BackgroundService
{
    /// <summary>A fresh data directory under the machine's temporary folder.</summary>
    public static DataFolder NewFolder() => new(Directory.CreateTempSubdirectory("supervision-demo-").FullName);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogStarted(logger, folder.Path, engine.Now);
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "Demo city in {Folder}, from {Now}")]
    private static partial void LogStarted(ILogger logger, string folder, DateTimeOffset now);
}
