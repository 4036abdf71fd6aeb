using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Supervision.Tests.Support;

/// <summary>A server of the tests' own on this machine, for what the program sends to others.</summary>
public static class LoopbackServer
{
    /// <summary>Starts one that takes posts; the caller stops it.</summary>
    /// <param name="path">Where it takes them.</param>
    /// <param name="take">Answers one.</param>
    /// <param name="url">Where it listens; a free port of this machine unless told otherwise.</param>
    public static async Task<WebApplication> StartAsync(
        string path, Func<HttpContext, Task<IResult>> take, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapPost(path, (Delegate)take);
        await app.StartAsync();
        return app;
    }
}
