using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Supervision.Core.Facts;

namespace Supervision.Ingest.Feeds;

/// <summary>
/// Turns the UTF-8 JSON of one CloudEvent into a fact, or says in one line what is wrong with it. Strict: no text for
/// numbers, no instant without offset, no field given twice. People leave it hashed and masked, never in clear text.
/// Safe for concurrent use; share one, since it holds the pool of identifier texts.
/// </summary>
public sealed class FactReader
{
    /// <summary>Longest id, source, type or subject, in UTF-16 characters.</summary>
    public const int AttributeCharactersMax = 256;

    /// <summary>Deepest nesting of an event, the event itself counted.</summary>
    public const int DepthMax = 16;

    private const int TypeBytesMax = 64;
    private readonly TextPool pool = new();
    private readonly FrozenDictionary<string, JsonTypeInfo> contents;

    /// <summary>Makes a reader that marks people through <paramref name="people"/>.</summary>
    public FactReader(IPersonMarker people)
    {
        var options = FactJson.StrictOptions(pool, people);
        contents = FactTypes.All.ToFrozenDictionary(
            name => name, name => options.GetTypeInfo(FactTypes.Find(name)!), StringComparer.Ordinal);
    }

    /// <summary>Reads one event. Never throws for what the bytes hold.</summary>
    /// <param name="utf8">The event, without a byte order mark.</param>
    /// <param name="index">Its place in the body, for the fault.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="fault">Why there is none.</param>
    public bool TryRead(
        ReadOnlySpan<byte> utf8, long index, [NotNullWhen(true)] out Fact? fact,
        [NotNullWhen(false)] out Rejection? fault)
    {
        fact = null;
        var envelope = default(Envelope);
        string? reason;
        if (!Utf8.IsValid(utf8))
        {
            reason = "event: is not valid UTF-8";
        }
        else
        {
            try
            {
                reason = HalfCharacter(utf8) ?? envelope.Read(utf8, DepthMax) ?? Build(envelope, out fact);
            }
            catch (JsonException e)
            {
                reason = $"event: is not valid JSON at byte {e.BytePositionInLine}: {FaultWords.Sentence(e)}";
            }
        }

        fault = reason is null ? null : Rejection.Of(index, IdOf(envelope.Id), reason);
        return reason is null;
    }

    private string? Build(in Envelope envelope, out Fact? fact)
    {
        fact = null;
        if (!Instants.TryRead(envelope.Time, out var at, out var fault)) return "time: " + fault;
        if (!TryFindType(envelope.Type, out var type))
            return $"type: '{Encoding.UTF8.GetString(envelope.Type)}' is not a fact type of the contract";
        FactData content;
        try
        {
            content = (FactData)JsonSerializer.Deserialize(envelope.Content.IsEmpty ? "{}"u8 : envelope.Content, type)!;
        }
        catch (JsonException e)
        {
            return FaultWords.Of(e);
        }

        if (content.Extra is not null) content = PersonalFields.Without(content);
        fact = new Fact(
            pool.Get(envelope.Source), Encoding.UTF8.GetString(envelope.Id), Encoding.UTF8.GetString(envelope.Subject),
            at, content);
        return null;
    }

    private bool TryFindType(ReadOnlySpan<byte> name, [NotNullWhen(true)] out JsonTypeInfo? type)
    {
        type = null;
        if (name.Length > TypeBytesMax) return false;
        Span<char> room = stackalloc char[TypeBytesMax];
        var text = room[..Encoding.UTF8.GetChars(name, room)];
        return contents.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out type);
    }

    // Unknown fields are kept as they came, so half a surrogate pair would surface only when the journal writes it.
    // Looked for before anything is decoded: decoders throw on it.
    private static string? HalfCharacter(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOf("\\ud"u8) < 0 && utf8.IndexOf("\\uD"u8) < 0) return null;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DepthMax });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                    _ = reader.GetString();
            }
        }
        catch (InvalidOperationException)
        {
            return "event: holds an escape that is half a character";
        }

        return null;
    }

    private static string? IdOf(ReadOnlySpan<byte> id) => id.IsEmpty ? null : Encoding.UTF8.GetString(id);
}
