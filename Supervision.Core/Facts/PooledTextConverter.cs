using System.Text.Json;
using System.Text.Json.Serialization;

namespace Supervision.Core.Facts;

/// <summary>Reads texts through a pool, so that identifiers are shared.</summary>
/// <param name="pool">The pool.</param>
public sealed class PooledTextConverter(TextPool pool) : JsonConverter<string>
{
    /// <inheritdoc />
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("must be text");
        return reader.ValueIsEscaped || reader.HasValueSequence ? reader.GetString()! : pool.Get(reader.ValueSpan);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
