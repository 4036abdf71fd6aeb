using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Supervision.Core.Facts;
using Supervision.Ingest.Feeds;

namespace Supervision.Tests.Unit.Feeds;

/// <summary>Events and readers that the feed tests share.</summary>
internal static class FeedSamples
{
    public static readonly byte[] PersonKey = Encoding.ASCII.GetBytes("0123456789abcdef");

    private static readonly FactReader Shared = new(new KeyedPersonMarker(PersonKey));

    /// <summary>The reader that all tests share, as all requests do.</summary>
    public static FactReader Reader() => Shared;

    /// <summary>An event of the contract; a null attribute is left out, an attribute is replaced by raw JSON.</summary>
    public static string Event(
        string type = "case.accepted", string? content = """{"item":"ITEM-7"}""", string id = "1",
        string? time = "\"2026-11-20T09:31:05+08:00\"", string? subject = "\"2026-000123\"", string more = "")
    {
        List<string> parts =
            ["\"specversion\":\"1.0\"", $"\"id\":\"{id}\"", "\"source\":\"/halls/h1/approval\""];
        parts.Add($"\"type\":\"{type}\"");
        if (subject is not null) parts.Add("\"subject\":" + subject);
        if (time is not null) parts.Add("\"time\":" + time);
        if (content is not null) parts.Add("\"data\":" + content);
        return "{" + string.Join(',', parts) + more + "}";
    }

    public static Fact Fact(string json)
    {
        Assert.True(Reader().TryRead(Encoding.UTF8.GetBytes(json), 0, out var fact, out var fault), fault?.Reason);
        return fact;
    }

    public static string Reason(string json) => Fault(Encoding.UTF8.GetBytes(json)).Reason;

    public static Rejection Fault(byte[] utf8)
    {
        Assert.False(Reader().TryRead(utf8, 7, out _, out var fault));
        return fault;
    }

    /// <summary>
    /// Reads a body that arrives in pieces of the given sizes, the last one repeated. The pipe's buffers are tiny, so
    /// that events lie across several of them.
    /// </summary>
    public static async Task<Body> ReadAsync(
        byte[] body, FeedFormat format, FeedLimits? limits = null, params int[] segmentSizes)
    {
        var bufferSize = Math.Max(16, segmentSizes.DefaultIfEmpty(body.Length).Max());
        var pipe = PipeReader.Create(
            new Trickle(body, segmentSizes), new StreamPipeReaderOptions(bufferSize: bufferSize, minimumReadSize: 1));
        var facts = new List<Fact>();
        var faults = new List<Rejection>();
        var batches = 0;
        await foreach (var batch in new FactBodies(Reader(), limits ?? new FeedLimits())
            .ReadAsync(pipe, format, default))
        {
            batches++;
            facts.AddRange(batch.Facts);
            faults.AddRange(batch.Faults);
        }

        return new Body(facts, faults, batches);
    }

    public static Task<Body> ReadAsync(
        string body, FeedFormat format, FeedLimits? limits = null, params int[] segmentSizes) =>
        ReadAsync(Encoding.UTF8.GetBytes(body), format, limits, segmentSizes);

    /// <summary>Records hold dictionaries and lists that compare by reference, so facts are compared as JSON.</summary>
    public static string Text(Fact fact) =>
        $"{fact.Source} {fact.Id} {fact.Subject} {fact.OccurredAt:O} {fact.Type} "
        + JsonSerializer.Serialize(fact.Data, fact.Data.GetType());

    public sealed record Body(List<Fact> Facts, List<Rejection> Faults, int Batches);

    /// <summary>A stream that gives a few bytes at a time, in the given sizes, the last one repeated.</summary>
    private sealed class Trickle(byte[] body, int[] sizes) : MemoryStream(body)
    {
        private int reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var size = sizes.Length == 0 ? (int)Length : sizes[Math.Min(reads++, sizes.Length - 1)];
            return new(Read(buffer.Span[..Math.Min(size, buffer.Length)]));
        }
    }
}
