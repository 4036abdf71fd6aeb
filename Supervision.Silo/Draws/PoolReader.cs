using System.Collections.Immutable;
using System.Text.Json;
using Supervision.Core.Draws;

namespace Supervision.Silo.Draws;

/// <summary>
/// Reads frozen pools back. Their bytes are known to be ours, by their hash; a million objects are read one by one.
/// </summary>
internal static class PoolReader
{
    /// <summary>The objects of a pool.</summary>
    public static ImmutableArray<PoolObject> Objects(Stream json) => [.. JsonElements.Read(json, Object)];

    /// <summary>The inspectors of a pool.</summary>
    public static ImmutableArray<Inspector> Inspectors(Stream json) => [.. JsonElements.Read(json, Inspector)];

    private static PoolObject Object(ref Utf8JsonReader reader)
    {
        var id = Text(ref reader);
        var organisation = Shared(ref reader);
        var related = Texts(ref reader);
        var skills = Texts(ref reader);
        return new(id, Shared(ref reader), Whole(ref reader), organisation, skills, related);
    }

    private static Inspector Inspector(ref Utf8JsonReader reader)
    {
        var (id, organisation) = (Text(ref reader), Shared(ref reader));
        var relations = Texts(ref reader);
        return new(id, organisation, Texts(ref reader), relations, Whole(ref reader));
    }

    /// <summary>Members come in the order of the canonical form.</summary>
    private static void Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Read();
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        Value(ref reader);
        return reader.GetString()!;
    }

    /// <summary>Of few different texts: interned.</summary>
    private static string Shared(ref Utf8JsonReader reader) => string.Intern(Text(ref reader));

    private static int Whole(ref Utf8JsonReader reader)
    {
        Value(ref reader);
        return reader.GetInt32();
    }

    private static ImmutableArray<string> Texts(ref Utf8JsonReader reader)
    {
        Value(ref reader);
        var texts = ImmutableArray<string>.Empty;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            texts = texts.Add(reader.GetString()!);
        }

        return texts;
    }
}
