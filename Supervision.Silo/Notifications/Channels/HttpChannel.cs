using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Supervision.Silo.Notifications.Channels;

/// <summary>Hands messages over as signed JSON: to an SMS gateway or another system (docs/notifications.md).</summary>
internal sealed class HttpChannel(
    ChannelKind kind, HttpChannelOptions options, HttpClient http, TimeProvider time) : IChannel
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <inheritdoc />
    public ChannelKind Kind => kind;

    /// <inheritdoc />
    public async Task<SendResult> SendAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        var body = BodyOf(envelope);
        var at = MessageSignature.TimeOf(time.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Url);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new("application/json", "utf-8");
        request.Headers.Add("Idempotency-Key", envelope.Id);
        request.Headers.Add(MessageSignature.TimeHeader, at);
        request.Headers.Add(MessageSignature.Header, MessageSignature.Of(options.Secret!, at, body));
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return answer.IsSuccessStatusCode
            ? SendResult.Taken
            : new($"http:{(int)answer.StatusCode}", MayPass(answer.StatusCode));
    }

    /// <summary>What is signed and sent.</summary>
    public byte[] BodyOf(Envelope envelope) => JsonSerializer.SerializeToUtf8Bytes(
        new Body(
            envelope.Id, CodeNames<ChannelKind>.Of(kind), envelope.To,
            kind == ChannelKind.Webhook ? new Person(envelope.ReceiverId, envelope.ReceiverName) : null,
            envelope.Template, envelope.Text.Title, envelope.Text.Text, envelope.Link, envelope.Count, envelope.MadeAt,
            envelope.Values),
        Json);

    /// <summary>A gateway that refuses the message itself refuses it for ever.</summary>
    private static bool MayPass(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound;

    private sealed record Body(
        string Id, string Channel, string? To, Person? Receiver, string Template, string Title, string Text,
        string Link, int Count, DateTimeOffset MadeAt, IReadOnlyDictionary<string, string> Values);

    private sealed record Person(string Id, string Name);
}
