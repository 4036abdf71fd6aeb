using System.Text.Json;

namespace Supervision.Silo.Draws;

/// <summary>Reads the objects or inspectors of a frozen pool one by one, however many there are.</summary>
internal static class JsonElements
{
    private const int BufferBytes = 1 << 17;

    /// <summary>
    /// Where an element ends and the next begins. In canonical JSON no text holds this: a quotation mark within one has
    /// a backslash before it.
    /// </summary>
    private static ReadOnlySpan<byte> Between => "},{\"id\":\""u8;

    /// <summary>Reads one element; the reader stands at its beginning, and is left at its end.</summary>
    public delegate T Element<T>(ref Utf8JsonReader reader);

    /// <summary>The elements, in order.</summary>
    /// <param name="json">One array of objects in canonical form, each beginning with its id.</param>
    /// <param name="element">Reads one.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static IEnumerable<T> Read<T>(Stream json, Element<T> element)
    {
        var buffer = new byte[BufferBytes];
        var (filled, state, isLast) = (0, new JsonReaderState(), false);
        List<T> page = [];
        while (!isLast)
        {
            var added = json.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            isLast = added < buffer.Length - filled;
            filled += added;
            var whole = isLast ? filled : buffer.AsSpan(0, filled).LastIndexOf(Between) + 1;
            if (whole == 0)
            {
                Array.Resize(ref buffer, buffer.Length * 2); // one element is longer
                continue;
            }

            page.Clear();
            state = ReadPage(buffer.AsSpan(0, whole), isLast, state, element, page);
            foreach (var one in page)
            {
                yield return one;
            }

            buffer.AsSpan(whole, filled - whole).CopyTo(buffer);
            filled -= whole;
        }
    }

    /// <summary>Reads the elements of a buffer that ends where one ends.</summary>
    private static JsonReaderState ReadPage<T>(
        ReadOnlySpan<byte> buffer, bool isLast, JsonReaderState state, Element<T> element, List<T> page)
    {
        var reader = new Utf8JsonReader(buffer, isLast, state);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                page.Add(element(ref reader));
            }
        }

        return reader.CurrentState;
    }
}
