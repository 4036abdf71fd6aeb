using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Supervision.Tests.Metrics;

/// <summary>A server that takes whatever is posted and answers as it is told.</summary>
internal sealed class MetricsServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private MetricsServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    /// <summary>Bodies it took, with their paths; not those it answered with a fault.</summary>
    public ConcurrentQueue<(string Path, byte[] Body)> Taken { get; } = new();

    /// <summary>Completes with the first body it takes.</summary>
    public TaskCompletionSource<byte[]> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What to answer.</summary>
    public int Status { get; set; } = StatusCodes.Status204NoContent;

    public int Asked { get; private set; }

    public static async Task<MetricsServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new MetricsServer(builder.Build());
        server.app.MapPost("/{**path}", (Delegate)server.TakeAsync);
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<IResult> TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Asked++;
        if (Status < StatusCodes.Status300MultipleChoices)
        {
            Taken.Enqueue((context.Request.Path + context.Request.QueryString.ToString(), body.ToArray()));
            First.TrySetResult(body.ToArray());
        }

        return Results.StatusCode(Status);
    }
}
