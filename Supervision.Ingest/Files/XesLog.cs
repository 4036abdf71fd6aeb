using System.Xml;

namespace Supervision.Ingest.Files;

/// <summary>
/// Reads event logs in XES (IEEE 1849) trace by trace, so that a log of any size needs the memory of one trace. Values
/// of simple attributes are taken as text; nested attributes, lists and containers are passed over.
/// </summary>
public static class XesLog
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads the traces in the order of the file.</summary>
    /// <exception cref="UnreadableFileException">Not XES, or broken XML; the message names the line.</exception>
    public static IEnumerable<LogRecord> Read(Stream stream)
    {
        using var xml = XmlReader.Create(stream, Settings);
        var place = 0L;
        if (Check(xml.MoveToContent) != XmlNodeType.Element || xml.LocalName != "log")
            throw new UnreadableFileException($"The file is not an XES log: its root is <{xml.LocalName}>.");
        while (Check(xml.Read))
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "trace" }) continue;
            place++;
            yield return Check(() => ReadTrace(xml, place));
        }
    }

    private static LogRecord ReadTrace(XmlReader xml, long place)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var events = new List<IReadOnlyDictionary<string, string>>();
        ForEachChild(xml, () =>
        {
            if (xml.LocalName == "event") events.Add(ReadEvent(xml));
            else ReadAttribute(xml, attributes);
        });
        return new LogRecord(place, attributes, events);
    }

    private static Dictionary<string, string> ReadEvent(XmlReader xml)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        ForEachChild(xml, () => ReadAttribute(xml, attributes));
        return attributes;
    }

    private static void ReadAttribute(XmlReader xml, Dictionary<string, string> attributes)
    {
        if (xml.GetAttribute("key") is { Length: > 0 } key && xml.GetAttribute("value") is { Length: > 0 } value)
            attributes[string.Intern(key)] = value;
        xml.Skip();
    }

    /// <summary>Calls <paramref name="read"/> at each child element; it must move past the child.</summary>
    private static void ForEachChild(XmlReader xml, Action read)
    {
        var depth = xml.Depth;
        var isEmpty = xml.IsEmptyElement;
        if (isEmpty) return;
        xml.Read();
        while (xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                var isEvent = xml.LocalName == "event";
                read();
                if (isEvent) xml.Read();
            }
            else if (!xml.Read())
            {
                return;
            }
        }
    }

    private static T Check<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw new UnreadableFileException("The file is not well-formed XML: " + e.Message, e); // with line
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableFileException("The compressed file is broken: " + e.Message, e);
        }
    }
}
