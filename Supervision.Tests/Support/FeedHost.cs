using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Supervision.Core.Ports;
using Supervision.Ingest.Feeds;

namespace Supervision.Tests.Support;

/// <summary>
/// The feed door alone, on a real Kestrel with a free port, in front of a <see cref="RecordingEngine"/>.
/// </summary>
internal sealed class FeedHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private FeedHost(WebApplication app, RecordingEngine engine)
    {
        this.app = app;
        Engine = engine;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "all");
    }

    public RecordingEngine Engine { get; }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>
    /// Keys: <c>all</c>, <c>hall</c> (sources below /halls/h1), <c>hr</c> (organisation HR) and <c>reader</c>.
    /// </summary>
    public static async Task<FeedHost> StartAsync(
        FeedLimits? limits = null, FactCheck? check = null, string url = "http://127.0.0.1:0")
    {
        var engine = new RecordingEngine();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton<IEngine>(engine);
        builder.Services.AddSingleton<IFeedKeys>(new Keys());
        builder.Services.AddSingleton<IPersonMarker>(new KeyedPersonMarker("0123456789abcdef"u8));
        if (check is not null) builder.Services.AddSingleton(check);
        builder.Services.AddFacts(limits ?? new FeedLimits());
        var built = builder.Build();
        built.MapFacts();
        await built.StartAsync();
        return new FeedHost(built, engine);
    }

    public Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(
        string body, string mediaType, string? key = null) =>
        PostAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), mediaType, key);

    public async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(
        HttpContent body, string mediaType, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/facts") { Content = body };
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue(
            key.Length == 0 ? "Basic" : "Bearer", key);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    /// <summary>Cancelled when the host goes down.</summary>
    public CancellationToken Stopping => app.Lifetime.ApplicationStopping;

    /// <summary>Breaks every connection at once, as a killed process does.</summary>
    public async Task KillAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        Client.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private sealed class Keys : IFeedKeys
    {
        public ValueTask<FeedKey?> FindAsync(string bearer, CancellationToken cancellationToken) => new(bearer switch
        {
            "all" => new FeedKey("all", FeedKeyScope.Facts, [], []),
            "hall" => new FeedKey("hall", FeedKeyScope.Facts, ["/halls/h1"], []),
            "hr" => new FeedKey("hr", FeedKeyScope.Facts, [], ["HR"]),
            "reader" => new FeedKey("reader", FeedKeyScope.Read, [], []),
            _ => null,
        });
    }
}
