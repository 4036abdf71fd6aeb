using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Supervision.Tests.Support;

namespace Supervision.Tests.Metrics;

/// <summary>A server that takes whatever is posted and answers as it is told.</summary>
internal sealed class MetricsServer : IAsyncDisposable
{
    private WebApplication app = null!;

    public string Url => app.Urls.First();

    /// <summary>What it took; not what it answered with a fault.</summary>
    public ConcurrentQueue<MetricsPost> Taken { get; } = new();

    /// <summary>Completes with the first body it takes.</summary>
    public TaskCompletionSource<byte[]> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What to answer.</summary>
    public int Status { get; set; } = StatusCodes.Status204NoContent;

    /// <summary>When it says that it may be asked again, as its header has it; null says nothing.</summary>
    public string? RetryAfter { get; set; }

    public int Asked { get; private set; }

    public static async Task<MetricsServer> StartAsync()
    {
        var server = new MetricsServer();
        server.app = await LoopbackServer.StartAsync("/{**path}", server.TakeAsync);
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
            var headers = context.Request.Headers;
            Taken.Enqueue(new MetricsPost(
                context.Request.Path + context.Request.QueryString.ToString(), body.ToArray(),
                $"{headers.Authorization}", $"{headers.UserAgent}"));
            First.TrySetResult(body.ToArray());
        }

        if (RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }

        return Results.StatusCode(Status);
    }
}

/// <summary>One request.</summary>
internal sealed record MetricsPost(string Path, byte[] Body, string Authorization, string Agent);
