using System.Text.Json;
using System.Text.Json.Serialization;

namespace Supervision.Core.Facts;

/// <summary>
/// Stores fact data with the contract's type name in front: <c>{"type":"case.accepted","data":{…}}</c>.
/// </summary>
public sealed class FactDataConverter : JsonConverter<FactData>
{
    /// <inheritdoc />
    public override FactData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Expect(ref reader, JsonTokenType.PropertyName);
        Expect(ref reader, JsonTokenType.String);
        var name = reader.GetString()!;
        var type = FactTypes.Find(name) ?? throw new JsonException($"'{name}' is no fact type this version knows.");
        Expect(ref reader, JsonTokenType.PropertyName);
        reader.Read();
        var data = (FactData)JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(type))!;
        Expect(ref reader, JsonTokenType.EndObject);
        return data;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, FactData value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, FactTypes.NameOf(value));
        writer.WritePropertyName("data"u8);
        JsonSerializer.Serialize(writer, value, options.GetTypeInfo(value.GetType()));
        writer.WriteEndObject();
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new JsonException($"Stored fact data should have {token} here.");
        }
    }
}
