using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Supervision.Core.Facts;

namespace Supervision.Ingest.Feeds;

/// <summary>
/// Reads instants as strictly as the envelope's time; the built-in one takes a missing offset for local time.
/// </summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("must be text with an RFC 3339 instant");
        var text = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        return Instants.TryRead(text, out var at, out var reason) ? at : throw new JsonException(reason);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

/// <summary>Reads a person (a name, or an object of name, id and phone) straight into a mark.</summary>
internal sealed class PersonMarkConverter(IPersonMarker people) : JsonConverter<PersonMark>
{
    public override PersonMark? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return people.Mark(reader.GetString(), null, null);
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("must be a name or an object");
        string? name = null, identity = null, phone = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("name"u8)) name = Text(ref reader, "name");
            else if (reader.ValueTextEquals("id"u8)) identity = Text(ref reader, "id");
            else if (reader.ValueTextEquals("phone"u8)) phone = Text(ref reader, "phone");
            else reader.Skip(); // whatever else is said about a person is dropped
        }

        return people.Mark(name, identity, phone)
            ?? throw new JsonException("must name at least one of name, id and phone");
    }

    public override void Write(Utf8JsonWriter writer, PersonMark value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Persons are read here, never written.");

    private static string? Text(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Null => null,
            _ => throw new JsonException(name + " must be text"),
        };
    }
}
