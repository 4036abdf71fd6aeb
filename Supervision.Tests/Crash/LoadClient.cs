using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Supervision.Tests.Crash;

/// <summary>
/// A feed that sends without pause, knows what was acknowledged, and after a break sends again what was not.
/// </summary>
internal sealed class LoadClient(int number, string key, Random chance)
{
    private const int FactsPerCase = 20;

    private static readonly string[] Types =
        ["case.accepted", "case.stage.completed", "case.suspended", "case.resumed", "case.finished"];

    private readonly List<(string Id, string Event)> pending = [];
    private int drawn;

    /// <summary>Ids the server said are durable.</summary>
    public ConcurrentDictionary<string, byte> Acknowledged { get; } = [];

    /// <summary>Ids ever sent.</summary>
    public int Sent => drawn;

    public string Source => $"/crash/{number}";

    /// <summary>Answers that were neither an acknowledgement nor a refusal one may expect.</summary>
    public ConcurrentBag<string> Surprises { get; } = [];

    /// <summary>Told after each acknowledged body.</summary>
    public Action Answered { get; set; } = () => { };

    public static string CaseOf(int client, int fact) => $"K{client}-{fact / FactsPerCase}";

    /// <summary>Sends until stopped or until the server is gone.</summary>
    public async Task SendAsync(Uri address, CancellationToken stop)
    {
        using var http = ClientOf(address);
        while (!stop.IsCancellationRequested)
        {
            Draw();
            if (await TrySendAsync(http, stop) is null)
            {
                return;
            }
        }
    }

    /// <summary>Sends what is pending once; the status, or null when there was no answer.</summary>
    public async Task<HttpStatusCode?> TrySendPendingAsync(Uri address, CancellationToken stop = default)
    {
        using var http = ClientOf(address);
        Draw();
        return await TrySendAsync(http, stop);
    }

    private HttpClient ClientOf(Uri address)
    {
        var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    private async Task<HttpStatusCode?> TrySendAsync(HttpClient http, CancellationToken stop)
    {
        try
        {
            using var body = Body();
            using var response = await http.PostAsync("/api/facts", body, stop);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                Acknowledge(JsonDocument.Parse(await response.Content.ReadAsStringAsync(stop)).RootElement);
            }
            else if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
            {
                Surprises.Add($"{response.StatusCode}: {await response.Content.ReadAsStringAsync(stop)}");
            }

            return response.StatusCode;
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private void Acknowledge(JsonElement answer)
    {
        var told = answer.GetProperty("accepted").GetInt64() + answer.GetProperty("duplicates").GetInt64();
        if (told != pending.Count)
        {
            Surprises.Add($"{pending.Count} sent, answered {answer.GetRawText()}");
        }

        pending.ForEach(fact => Acknowledged.TryAdd(fact.Id, 0));
        pending.Clear();
        Answered();
    }

    /// <summary>New facts, unless the last ones are still not acknowledged.</summary>
    private void Draw()
    {
        if (pending.Count > 0)
        {
            return;
        }

        for (var count = chance.Next(1, 10) * chance.Next(1, 60); count > 0; count--, drawn++)
        {
            var at = DateTimeOffset.UtcNow.AddMinutes(-chance.Next(0, 20_000));
            var type = Types[chance.Next(Types.Length)];
            var (no, content) = (CaseOf(number, drawn), ContentOf(type));
            var head = $$"""{"specversion":"1.0","id":"{{drawn}}","source":"{{Source}}","type":"{{type}}",""";
            pending.Add(($"{drawn}", head + $$""" "subject":"{{no}}","time":"{{at:O}}","data":{{content}}}"""));
        }
    }

    private static string ContentOf(string type) => type switch
    {
        "case.accepted" => """{"item":"GENERAL-PROMISED"}""",
        "case.stage.completed" => """{"stage":"审查"}""",
        "case.suspended" => """{"reason":"testing","days":2,"notice":"N","approver":"A"}""",
        "case.resumed" => """{"reason":"testing"}""",
        _ => "{}",
    };

    private StringContent Body() => chance.Next(2) == 0
        ? Content(string.Join('\n', pending.Select(fact => fact.Event)), "application/x-ndjson")
        : Content($"[{string.Join(',', pending.Select(fact => fact.Event))}]", "application/cloudevents-batch+json");

    private static StringContent Content(string text, string mediaType) =>
        new(text, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
}
