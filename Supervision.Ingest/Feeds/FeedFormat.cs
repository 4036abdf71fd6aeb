using Microsoft.Net.Http.Headers;

namespace Supervision.Ingest.Feeds;

/// <summary>The three media types of the feed contract.</summary>
public enum FeedFormat
{
    /// <summary><c>application/cloudevents+json</c>: one event.</summary>
    Single,
    /// <summary><c>application/cloudevents-batch+json</c>: a JSON array of events.</summary>
    Batch,
    /// <summary><c>application/x-ndjson</c>: one event per line, streamed, any length.</summary>
    Lines,
}

/// <summary>Finds the format a sender named.</summary>
internal static class FeedFormats
{
    /// <summary>What a sender that named none of them is told.</summary>
    public const string Known =
        "application/cloudevents-batch+json, application/cloudevents+json or application/x-ndjson, each in UTF-8";

    /// <summary>The format of a Content-Type, or null when it is none of the three or not UTF-8.</summary>
    public static FeedFormat? Find(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return null;
        if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            && !type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
            return null;
        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/cloudevents+json" => FeedFormat.Single,
            "application/cloudevents-batch+json" => FeedFormat.Batch,
            "application/x-ndjson" => FeedFormat.Lines,
            _ => null,
        };
    }
}
