namespace Supervision.Silo.Metrics;

/// <summary>Where figures of the board and of the system are sent, under <c>Supervision:Metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>How often figures are read and sent, from one second to ten minutes; default 10 s.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Collector that takes OpenTelemetry's protocol over HTTP, such as <c>http://collector:4318/v1/metrics</c>. Null,
    /// the default, sends nothing there.
    /// </summary>
    public string? OtlpUrl { get; set; }

    /// <summary>InfluxDB 2, in a build with the Cluster profile.</summary>
    public InfluxOptions Influx { get; set; } = new();

    internal IEnumerable<string> Faults(string section)
    {
        if (Every < TimeSpan.FromSeconds(1) || Every > TimeSpan.FromMinutes(10))
        {
            yield return $"{section}:{nameof(Every)}: should be from one second to ten minutes";
        }

        if (OtlpUrl is not null && !IsHttp(OtlpUrl))
        {
            yield return $"{section}:{nameof(OtlpUrl)}: should begin with http:// or https://";
        }

        foreach (var fault in Influx.Faults($"{section}:{nameof(Influx)}"))
        {
            yield return fault;
        }
    }

    internal static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}

/// <summary>InfluxDB 2, or a server that takes its write protocol.</summary>
public sealed class InfluxOptions
{
    /// <summary>Its address, such as <c>http://influxdb:8086</c>. Null, the default, sends nothing there.</summary>
    public string? Url { get; set; }

    /// <summary>Organisation to write to; default <c>supervision</c>.</summary>
    public string Org { get; set; } = "supervision";

    /// <summary>Bucket to write to; default <c>supervision</c>.</summary>
    public string Bucket { get; set; } = "supervision";

    /// <summary>File that holds the token with the right to write; null, the default, sends none.</summary>
    public string? TokenFile { get; set; }

    /// <summary>Points of one request, 1 to 10 000; default 5000.</summary>
    public int BatchMax { get; set; } = 5000;

    /// <summary>
    /// Points that wait while the server does not answer, from <see cref="BatchMax"/> to a million; default 100 000,
    /// some 10 MB. Beyond, the oldest are dropped and counted.
    /// </summary>
    public int QueueMax { get; set; } = 100_000;

    internal IEnumerable<string> Faults(string section)
    {
        if (Url is not null && !MetricsOptions.IsHttp(Url))
        {
            yield return $"{section}:{nameof(Url)}: should begin with http:// or https://";
        }

        if (TokenFile is not null && !File.Exists(TokenFile))
        {
            yield return $"{section}:{nameof(TokenFile)}: there is no file {TokenFile}";
        }

        if (BatchMax is < 1 or > 10_000)
        {
            yield return $"{section}:{nameof(BatchMax)}: {BatchMax} should be from 1 to 10000";
        }

        if (QueueMax < BatchMax || QueueMax > 1_000_000)
        {
            yield return $"{section}:{nameof(QueueMax)}: {QueueMax} should be from BatchMax to 1000000";
        }
    }
}
