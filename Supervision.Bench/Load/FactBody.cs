using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Supervision.Core.Entities;
using Supervision.Core.Facts;

namespace Supervision.Bench.Load;

/// <summary>Facts as an NDJSON body of any length; each is made and written when the server is ready for it.</summary>
internal sealed class FactBody : HttpContent
{
    private const int ChunkBytes = 128 * 1024;

    private readonly IEnumerable<Fact> facts;

    public FactBody(IEnumerable<Fact> facts)
    {
        this.facts = facts;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var chunk = new ArrayBufferWriter<byte>(ChunkBytes * 2);
        await using var writer = new Utf8JsonWriter(chunk);
        foreach (var fact in facts)
        {
            Write(writer, fact);
            writer.Reset();
            chunk.Write("\n"u8);
            if (chunk.WrittenCount >= ChunkBytes)
            {
                await stream.WriteAsync(chunk.WrittenMemory);
                chunk.ResetWrittenCount();
            }
        }

        await stream.WriteAsync(chunk.WrittenMemory);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private static void Write(Utf8JsonWriter writer, Fact fact)
    {
        writer.WriteStartObject();
        writer.WriteString("specversion", "1.0");
        writer.WriteString("id", fact.Id);
        writer.WriteString("source", fact.Source);
        writer.WriteString("type", FactTypes.NameOf(fact.Data));
        writer.WriteString("subject", fact.Subject);
        writer.WriteString("time", fact.OccurredAt);
        writer.WritePropertyName("data");
        if (fact.Data is CaseReceived { Applicant: { } applicant } received)
        {
            WriteNaming(writer, received, applicant);
        }
        else
        {
            JsonSerializer.Serialize(writer, fact.Data, fact.Data.GetType(), StoredJson.Storage);
        }

        writer.WriteEndObject();
        writer.Flush();
    }

    /// <summary>Behind the door a person is a mark; a source names one.</summary>
    private static void WriteNaming(Utf8JsonWriter writer, CaseReceived received, PersonMark applicant)
    {
        var data = JsonSerializer.SerializeToNode(received, StoredJson.Storage.CaseReceived)!;
        data["applicant"] = new JsonObject { ["name"] = applicant.Masked, ["id"] = applicant.Hash };
        data.WriteTo(writer);
    }
}
