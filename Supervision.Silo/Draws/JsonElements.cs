using System.Text.Json;

namespace Supervision.Silo.Draws;

/// <summary>Reads the elements of a JSON array one by one, however long it is.</summary>
internal static class JsonElements
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Reads one element; the reader stands at its beginning.</summary>
    public delegate T Element<T>(ref Utf8JsonReader reader);

    /// <summary>The elements, in order.</summary>
    /// <param name="json">One array of objects.</param>
    /// <param name="element">Reads one.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static IEnumerable<T> Read<T>(Stream json, Element<T> element)
    {
        var buffer = new byte[BufferBytes];
        var filled = json.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var state = new JsonReaderState();
        List<T> page = [];
        bool isOver;
        do
        {
            page.Clear();
            (var used, state, isOver) = ReadPage(buffer.AsSpan(0, filled), state, element, page);
            foreach (var one in page)
            {
                yield return one;
            }

            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2); // one element is longer
            }

            var more = json.Read(buffer, filled, buffer.Length - filled);
            if (!isOver && used == 0 && more == 0)
            {
                throw new JsonException("The array ends early.");
            }

            filled += more;
        }
        while (!isOver);
    }

    /// <summary>Reads the elements that a buffer holds whole.</summary>
    private static (int Used, JsonReaderState State, bool IsOver) ReadPage<T>(
        ReadOnlySpan<byte> buffer, JsonReaderState state, Element<T> element, List<T> page)
    {
        var reader = new Utf8JsonReader(buffer, isFinalBlock: false, state);
        while (true)
        {
            var (used, before) = ((int)reader.BytesConsumed, reader.CurrentState);
            if (!reader.Read())
            {
                return (used, before, false);
            }

            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return ((int)reader.BytesConsumed, reader.CurrentState, true);
            }

            if (reader.TokenType == JsonTokenType.StartObject)
            {
                var start = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    return (used, before, false);
                }

                var whole = new Utf8JsonReader(buffer[start..(int)reader.BytesConsumed]);
                whole.Read();
                page.Add(element(ref whole));
            }
        }
    }
}
