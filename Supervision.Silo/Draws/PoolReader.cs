using System.Collections.Immutable;
using System.Text.Json;
using Supervision.Core.Draws;

namespace Supervision.Silo.Draws;

/// <summary>
/// Reads the parts of one frozen pool back. Their bytes are known to be ours, by their hash; of texts that many objects
/// share there is one copy. For one thread.
/// </summary>
internal sealed class PoolReader
{
    private const int SharedLengthMax = 256;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> shared =
        new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>An object of a pool.</summary>
    public PoolObject Object(ref Utf8JsonReader reader)
    {
        var id = Text(ref reader);
        var organisation = Shared(ref reader);
        var related = Texts(ref reader);
        var skills = Texts(ref reader);
        PoolObject one = new(id, Shared(ref reader), Whole(ref reader), organisation, skills, related);
        reader.Read(); // its end
        return one;
    }

    /// <summary>An inspector of a pool.</summary>
    public Inspector Inspector(ref Utf8JsonReader reader)
    {
        var (id, organisation) = (Text(ref reader), Shared(ref reader));
        var relations = Texts(ref reader);
        Inspector one = new(id, organisation, Texts(ref reader), relations, Whole(ref reader));
        reader.Read();
        return one;
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

    private string Shared(ref Utf8JsonReader reader)
    {
        Value(ref reader);
        if (reader.ValueSpan.Length > SharedLengthMax)
        {
            return reader.GetString()!;
        }

        Span<char> text = stackalloc char[SharedLengthMax];
        text = text[..reader.CopyString(text)];
        if (!shared.TryGetValue(text, out var known))
        {
            shared.Add(text);
            shared.TryGetValue(text, out known);
        }

        return known!;
    }

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
