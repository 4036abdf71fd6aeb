using System.IO.Compression;
using System.Text.Json;

namespace Supervision.Ingest.Files;

/// <summary>A file of facts to replay: XES, CSV or NDJSON, each also gzipped.</summary>
public sealed class LogFile
{
    private static readonly string[] Kinds = [".xes", ".csv", ".ndjson"];
    private readonly string path;
    private readonly string kind;

    private LogFile(string path, string kind, string name)
    {
        this.path = path;
        this.kind = kind;
        Name = name;
    }

    /// <summary>File name without its endings.</summary>
    public string Name { get; }

    /// <summary>Whether lines are CloudEvents already and need no map.</summary>
    public bool IsFacts => kind == ".ndjson";

    /// <summary>Finds out what a file is by its name.</summary>
    /// <exception cref="UnreadableFileException">It is missing, or its ending is none of the known.</exception>
    public static LogFile Find(string path)
    {
        if (!File.Exists(path)) throw new UnreadableFileException($"{path}: there is no such file.");
        var name = Path.GetFileName(path);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        var ending = Kinds.FirstOrDefault(known => name.EndsWith(known, StringComparison.OrdinalIgnoreCase));
        return ending is null
            ? throw new UnreadableFileException(
                $"{path}: the name must end in .xes, .csv or .ndjson, each optionally with .gz.")
            : new LogFile(path, ending, name[..^ending.Length]);
    }

    /// <summary>The traces or rows.</summary>
    /// <exception cref="UnreadableFileException">While reading: the file is broken.</exception>
    public IEnumerable<LogRecord> Records()
    {
        using var stream = Open();
        foreach (var record in kind == ".xes" ? XesLog.Read(stream) : CsvTable.Read(stream)) yield return record;
    }

    /// <summary>
    /// The lines of NDJSON. One whose time cannot be read keeps its neighbour's, so that the server can judge it.
    /// </summary>
    public IEnumerable<FactLine> Lines()
    {
        using var text = new StreamReader(Open());
        var ticks = 0L;
        while (ReadLine(text) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var utf8 = System.Text.Encoding.UTF8.GetBytes(line);
            ticks = TimeOf(utf8) ?? ticks;
            yield return new FactLine(ticks, utf8);
        }
    }

    private static string? ReadLine(StreamReader text)
    {
        try
        {
            return text.ReadLine();
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableFileException("The compressed file is broken: " + e.Message, e);
        }
    }

    private static long? TimeOf(byte[] utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isTime = reader.ValueTextEquals("time"u8);
                reader.Read();
                if (isTime && reader.TokenType == JsonTokenType.String
                    && Feeds.Instants.TryRead(reader.ValueSpan, out var at, out _))
                    return at.UtcTicks;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return null; // the server names what is wrong with it
        }

        return null;
    }

    private Stream Open()
    {
        Stream file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
