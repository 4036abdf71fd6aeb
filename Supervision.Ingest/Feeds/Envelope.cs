using System.Text;
using System.Text.Json;

namespace Supervision.Ingest.Feeds;

/// <summary>
/// The CloudEvents 1.0 attributes of one event, as bytes; nothing is decoded until the whole event has been seen,
/// because
/// <c>data</c> may stand before <c>type</c>. An attribute that is null counts as absent (CloudEvents JSON format 2.2).
/// </summary>
internal ref struct Envelope
{
    public ReadOnlySpan<byte> Id;
    public ReadOnlySpan<byte> Source;
    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> Subject;
    public ReadOnlySpan<byte> Time;

    /// <summary>The JSON object of <c>data</c>; empty when there is none.</summary>
    public ReadOnlySpan<byte> Content;

    private ReadOnlySpan<byte> specVersion;
    private ReadOnlySpan<byte> contentType;
    private Attributes seen;
    private string? fault;

    [Flags]
    private enum Attributes
    {
        SpecVersion = 1, Id = 2, Source = 4, Type = 8, Subject = 16, Time = 32, Content = 64, ContentType = 128,
    }

    /// <summary>Reads one event.</summary>
    /// <returns>
    /// The first fault, or null. Reading goes on after a fault so that the id is known for the answer.
    /// </returns>
    /// <exception cref="JsonException">Not JSON.</exception>
    public string? Read(ReadOnlySpan<byte> utf8, int depthMax)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = depthMax });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return "event: must be a JSON object";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadAttribute(ref reader, utf8);
        reader.Read(); // throws when anything follows the object
        return fault ?? Missing();
    }

    private void ReadAttribute(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        if (reader.ValueTextEquals("id"u8)) ReadText(ref reader, Attributes.Id, "id", ref Id);
        else if (reader.ValueTextEquals("source"u8)) ReadText(ref reader, Attributes.Source, "source", ref Source);
        else if (reader.ValueTextEquals("type"u8)) ReadText(ref reader, Attributes.Type, "type", ref Type);
        else if (reader.ValueTextEquals("time"u8)) ReadText(ref reader, Attributes.Time, "time", ref Time);
        else if (reader.ValueTextEquals("subject"u8)) ReadText(ref reader, Attributes.Subject, "subject", ref Subject);
        else if (reader.ValueTextEquals("data"u8)) ReadContent(ref reader, utf8);
        else if (reader.ValueTextEquals("specversion"u8))
            ReadText(ref reader, Attributes.SpecVersion, "specversion", ref specVersion);
        else if (reader.ValueTextEquals("datacontenttype"u8))
            ReadText(ref reader, Attributes.ContentType, "datacontenttype", ref contentType);
        else
        {
            if (reader.ValueTextEquals("data_base64"u8))
                fault ??= "data_base64: is not taken; send data as a JSON object";
            reader.Skip();
        }
    }

    private void ReadText(ref Utf8JsonReader reader, Attributes attribute, string name, ref ReadOnlySpan<byte> text)
    {
        Mark(attribute, name);
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            text = reader.ValueIsEscaped ? Unescaped(ref reader) : reader.ValueSpan;
            return;
        }

        if (reader.TokenType != JsonTokenType.Null) fault ??= name + ": must be text";
        reader.Skip();
    }

    private void ReadContent(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        Mark(Attributes.Content, "data");
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
            fault ??= "data: must be an object";
        var start = (int)reader.TokenStartIndex;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        reader.Skip();
        if (isObject) Content = utf8[start..(int)reader.BytesConsumed];
    }

    private void Mark(Attributes attribute, string name)
    {
        if (seen.HasFlag(attribute)) fault ??= name + ": is given twice";
        seen |= attribute;
    }

    private static byte[] Unescaped(ref Utf8JsonReader reader)
    {
        var text = new byte[reader.ValueSpan.Length];
        Array.Resize(ref text, reader.CopyString(text));
        return text;
    }

    private readonly string? Missing()
    {
        if (specVersion.IsEmpty) return "specversion: is required and must be 1.0";
        if (!specVersion.SequenceEqual("1.0"u8)) return "specversion: must be 1.0";
        if (!contentType.IsEmpty && !IsJson(contentType)) return "datacontenttype: must be application/json";
        return TextFault(Id, "id") ?? TextFault(Source, "source") ?? TextFault(Type, "type")
            ?? TextFault(Subject, "subject") ?? (Time.IsEmpty ? "time: is required" : null);
    }

    private static string? TextFault(ReadOnlySpan<byte> text, string name)
    {
        if (text.IsEmpty) return name + ": is required and must not be empty";
        if (text.Length > FactReader.AttributeCharactersMax
            && Encoding.UTF8.GetCharCount(text) > FactReader.AttributeCharactersMax)
            return $"{name}: is longer than {FactReader.AttributeCharactersMax} characters";
        if (text.ContainsAnyInRange((byte)0, (byte)0x1F) || text.Contains((byte)0x7F))
            return name + ": holds a control character";
        return null;
    }

    private static bool IsJson(ReadOnlySpan<byte> contentType)
    {
        var end = contentType.IndexOf((byte)';');
        var name = (end < 0 ? contentType : contentType[..end]).Trim((byte)' ');
        return Ascii.EqualsIgnoreCase(name, "application/json"u8);
    }
}
