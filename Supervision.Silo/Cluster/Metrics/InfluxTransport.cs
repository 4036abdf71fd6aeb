using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Core.Exceptions;
using Supervision.Silo.Metrics;
using File = System.IO.File;

namespace Supervision.Silo.Cluster.Metrics;

/// <summary>
/// Hands lines to InfluxDB's own client, one request each time. What waits and when to try again is the caller's
/// affair: the client's own queue is not used. Not for concurrent use.
/// </summary>
internal sealed class InfluxTransport(InfluxOptions options) : IDisposable
{
    private static readonly TimeSpan AnswerFor = TimeSpan.FromSeconds(10);

    private InfluxDBClient? client;
    private string token = "";

    /// <summary>Sends them, with times in milliseconds.</summary>
    /// <returns>
    /// Whether they need not be sent again, because they arrived or the server calls them wrong; and what went wrong.
    /// </returns>
    public async Task<(bool IsDone, string? Fault)> SendAsync(
        IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        try
        {
            await ConnectAsync(cancellationToken);
            await client!.GetWriteApiAsync().WriteRecordsAsync(
                lines, WritePrecision.Ms, options.Bucket, options.Org, cancellationToken);
            return (true, null);
        }
        catch (Exception fault)
        {
            // The client tells both a stop and an answer it cannot read as faults of many kinds; none ends the process.
            cancellationToken.ThrowIfCancellationRequested();
            return (fault is HttpException { Status: 400 or 413 or 422 }, fault.Message);
        }
    }

    /// <inheritdoc />
    public void Dispose() => client?.Dispose();

    /// <summary>The token is read each time, so that it can be replaced while the system runs.</summary>
    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var now = options.TokenFile is { } file ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : "";
        if (client is not null && now == token)
        {
            return;
        }

        client?.Dispose();
        token = now;
        var builder = InfluxDBClientOptions.Builder.CreateNew().Url(options.Url!.TrimEnd('/')).TimeOut(AnswerFor);
        client = new InfluxDBClient((token.Length == 0 ? builder : builder.AuthenticateToken(token)).Build());
    }
}
