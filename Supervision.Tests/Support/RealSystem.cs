using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Silo.Hosting;
using Supervision.Silo.Views;
using Supervision.Web;
using Supervision.Web.Identity;

namespace Supervision.Tests.Support;

/// <summary>The whole system as <c>Program</c> composes it, in this process, on a free loopback port.</summary>
public sealed class RealSystem : IAsyncLifetime
{
    public const string Lines = "application/x-ndjson";
    public const string Batch = "application/cloudevents-batch+json";
    public const string Single = "application/cloudevents+json";

    private readonly TemporaryFolder folder = new();
    private WebApplication? app;

    /// <summary>Speaks with a key of scope facts.</summary>
    public HttpClient Feed { get; private set; } = null!;

    /// <summary>Speaks with a key of scope read.</summary>
    public HttpClient Reader { get; private set; } = null!;

    /// <summary>Speaks without any key.</summary>
    public HttpClient Stranger { get; private set; } = null!;

    /// <summary>More configuration, as on the command line; set before the start.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>Whether its jobs run by themselves; most tests count entries and want to be alone.</summary>
    public bool Jobs { get; init; }

    /// <summary>Where its data lies; null means a folder that is gone afterwards.</summary>
    public string? Data { get; init; }

    /// <summary>The wall clock; set before the start. Null means the machine's.</summary>
    public TimeProvider? Time { get; init; }

    public async ValueTask InitializeAsync()
    {
        // The program's own name and folder, or its pages would look for their files beside the test runner.
        app = WebSystem.Build(
            [
                "--urls", "http://127.0.0.1:0", "--applicationName", "Supervision.Web", "--contentRoot",
                AppContext.BaseDirectory, "--Logging:LogLevel:Default", "Error",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Error",
                "--Supervision:Jobs:Enabled", Jobs ? "true" : "false",
                "--Supervision:Public:PerMinute", "100000", "--Supervision:Public:ReceiptsPerMinute", "10000", .. Arguments,
            ],
            Data ?? folder.Path, Time);
        await app.StartAsync();
        var keys = app.Services.GetRequiredService<KeyStore>();
        Feed = ClientOf(keys.Add("feed", FeedKeyScope.Facts, [], []));
        Reader = ClientOf(keys.Add("reader", FeedKeyScope.Read, [], []));
        Stranger = ClientOf((string?)null);
    }

    /// <summary>What the system is made of.</summary>
    public IServiceProvider Services => app!.Services;

    /// <summary>Speaks as somebody who is signed in; needs <see cref="SignedIn.Arguments"/>.</summary>
    public HttpClient ClientOf(Core.People.Actor person)
    {
        var client = ClientOf((string?)null);
        client.DefaultRequestHeaders.Add(SignedIn.Header, SignedIn.ValueOf(person));
        return client;
    }

    public Uri Address => new(app!.Urls.First());

    /// <summary>Opens a browser in which nobody is signed in.</summary>
    public Visitor Visit() => new(Address);

    /// <summary>Makes an account and signs it in.</summary>
    internal async Task<Visitor> SignInAsync(Role role, string? organisation = null)
    {
        const string password = "swordfish-2026";
        var name = $"{role} of {organisation ?? "city"} {Guid.NewGuid():N}"[..40];
        await MakeAccountAsync(name, role, organisation, password);
        var visitor = Visit();
        using var answer = await visitor.SignInAsync(name, password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    internal async Task MakeAccountAsync(
        string name, Role role, string? organisation, string password, string? staff = null)
    {
        await using var scope = Services.CreateAsyncScope();
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<Accounts>()
            .MakeAsync(name, role, organisation, password, staff));
    }

    /// <summary>Makes a key and tells it.</summary>
    public string AddKey(string name, FeedKeyScope scope, params string[] organisations) =>
        Services.GetRequiredService<KeyStore>().Add(name, scope, [], organisations);

    /// <summary>Speaks with a new key.</summary>
    public HttpClient ClientOf(
        string name, FeedKeyScope scope, string[]? organisations = null, string[]? sources = null) =>
        ClientOf(app!.Services.GetRequiredService<KeyStore>().Add(
            name, scope, sources ?? [], organisations ?? []));

    /// <summary>Posts a body to the feed door.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string body, string mediaType = Lines)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/facts") { Content = content };
        request.Headers.ExpectContinue = true; // so that a refusal is heard before megabytes are sent in vain
        using var response = await Feed.SendAsync(request);
        return (response.StatusCode, await JsonOf(response));
    }

    /// <summary>Reads, after the views have taken over everything that was answered so far.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> GetAsync(string path)
    {
        var head = app!.Services.GetRequiredService<IJournal>().Head.Sequence;
        await app.Services.GetRequiredService<ViewFeeder>().ReachAsync(head, CancellationToken.None);
        using var response = await Reader.GetAsync(path);
        return (response.StatusCode, await JsonOf(response));
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        folder.Dispose();
    }

    private HttpClient ClientOf(string? key)
    {
        var client = new HttpClient { BaseAddress = new Uri(app!.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private static async Task<JsonElement> JsonOf(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return JsonDocument.Parse(text.Length == 0 ? "null" : text).RootElement;
    }
}
