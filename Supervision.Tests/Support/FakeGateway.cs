using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Supervision.Tests.Support;

/// <summary>
/// An SMS gateway as docs/notifications.md describes it: a real HTTP server that checks signatures by itself and
/// delivers what it is given once.
/// </summary>
public sealed class FakeGateway : IAsyncDisposable
{
    public const string Secret = "a secret both sides know";

    private WebApplication app = null!;
    private readonly ConcurrentDictionary<string, JsonElement> delivered = new(StringComparer.Ordinal);

    public string Url => app.Urls.First() + "/send";

    /// <summary>What phones got, by identity.</summary>
    public IReadOnlyDictionary<string, JsonElement> Delivered => delivered;

    /// <summary>Requests whose signature was right.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    /// <summary>Requests whose signature was not.</summary>
    public int Forged { get; private set; }

    /// <summary>What to answer to the nth request, from 0.</summary>
    public Func<int, int> Answer { get; set; } = _ => StatusCodes.Status200OK;

    public static async Task<FakeGateway> StartAsync()
    {
        var gateway = new FakeGateway();
        gateway.app = await LoopbackServer.StartAsync("/send", gateway.TakeAsync);
        return gateway;
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
        var headers = context.Request.Headers;
        if (!IsSigned(headers["X-Supervision-Timestamp"].ToString(), body.ToArray(),
            headers["X-Supervision-Signature"].ToString()))
        {
            Forged++;
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        var id = headers["Idempotency-Key"].ToString();
        var answer = Answer(Taken.Count);
        Taken.Enqueue(id);
        if (answer == StatusCodes.Status200OK)
        {
            delivered.TryAdd(id, JsonDocument.Parse(body.ToArray()).RootElement.Clone());
        }

        return Results.StatusCode(answer);
    }

    /// <summary>Written from the document, not with the program's own code.</summary>
    private static bool IsSigned(string time, byte[] body, string signature)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Secret));
        hash.AppendData(Encoding.UTF8.GetBytes(time));
        hash.AppendData("."u8);
        hash.AppendData(body);
        return long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && signature == "sha256=" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
