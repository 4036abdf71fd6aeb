using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Supervision.Ingest.Feeds;

namespace Supervision.Ingest.Files;

/// <summary>
/// The server answered that sending again will not help, or every try failed. The message says what to do.
/// </summary>
public sealed class SendingFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Sends facts to a running system and keeps trying: a lost connection, 429, 5xx and silence are retried with a pause
/// that doubles up to <see cref="PauseMax"/>. A body is always sent again whole, because the server knows what it has.
/// </summary>
/// <param name="http">Client with the server's address and the key.</param>
/// <param name="time">Clock of the pauses.</param>
/// <param name="triesMax">Tries per body, at least 1.</param>
public sealed class FactSender(HttpClient http, TimeProvider time, int triesMax)
{
    /// <summary>Longest pause between two tries.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(5);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Tries beyond the first, of all bodies so far.</summary>
    public int Retries { get; private set; }

    /// <summary>Called before each pause with what went wrong.</summary>
    public Action<string> Retrying { get; init; } = _ => { };

    /// <summary>Sends one NDJSON body and returns the server's answer.</summary>
    /// <exception cref="SendingFailedException">Refused, or all tries failed.</exception>
    public async Task<FeedAnswer> SendAsync(ReadOnlyMemory<FactLine> lines, CancellationToken cancellationToken)
    {
        var body = BodyOf(lines.Span);
        var pause = PauseFirst;
        for (var attempt = 1; ; attempt++)
        {
            var (answer, fault, wait) = await TryAsync(body, cancellationToken);
            if (answer is not null) return answer;
            if (attempt >= triesMax) throw new SendingFailedException($"Gave up after {triesMax} tries: {fault}");
            Retries++;
            Retrying(fault!);
            await Task.Delay(wait > pause ? wait.Value : pause, time, cancellationToken);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
    }

    private async Task<(FeedAnswer? Answer, string? Fault, TimeSpan? Wait)> TryAsync(
        byte[] lines, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(AnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var body = new ByteArrayContent(lines);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var response = await http.PostAsync(new Uri("api/facts", UriKind.Relative), body, either.Token);
            var text = await response.Content.ReadAsStringAsync(either.Token);
            if (response.IsSuccessStatusCode) return (JsonSerializer.Deserialize<FeedAnswer>(text, Json)!, null, null);
            var fault = $"the server answered {(int)response.StatusCode}: {DetailOf(text)}";
            return response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
                ? (null, fault, response.Headers.RetryAfter?.Delta)
                : throw new SendingFailedException(char.ToUpperInvariant(fault[0]) + fault[1..]);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return (null, e.Message, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {AnswerMax.TotalMinutes:0} minutes", null);
        }
    }

    private static string DetailOf(string text)
    {
        try
        {
            using var problem = JsonDocument.Parse(text);
            return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.ToString() : text;
        }
        catch (JsonException)
        {
            return text.Length > 200 ? text[..200] : text;
        }
    }

    private static byte[] BodyOf(ReadOnlySpan<FactLine> lines)
    {
        var length = 0;
        foreach (var line in lines) length += line.Utf8.Length + 1;
        var body = new byte[length];
        var free = body.AsSpan();
        foreach (var line in lines)
        {
            line.Utf8.Span.CopyTo(free);
            free[line.Utf8.Length] = (byte)'\n';
            free = free[(line.Utf8.Length + 1)..];
        }

        return body;
    }
}
