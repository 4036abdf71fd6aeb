using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Supervision.Core.Rules;

/// <summary>
/// Names the content of a rule book: SHA-256 of its canonical JSON, first 12 hex digits. Canonical means keys in
/// ordinal order, no white space, one spelling per string and number, and no <c>$schema</c>, which says where the
/// text may be checked and not what it means.
/// </summary>
public static class RuleBookVersion
{
    private const int HexDigits = 12;

    /// <summary>The version of a parsed rule book.</summary>
    public static string Of(JsonElement root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(root, writer, isRoot: true);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan))[..HexDigits];
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer, bool isRoot = false)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in element.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal))
                {
                    if (isRoot && field.NameEquals("$schema")) continue;
                    writer.WritePropertyName(field.Name);
                    Write(field.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when element.TryGetDecimal(out var number):
                // 7, 7.0 and 7e0 are the same number: drop what decimal remembers of the spelling.
                writer.WriteRawValue(number.ToString("G29", CultureInfo.InvariantCulture));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
