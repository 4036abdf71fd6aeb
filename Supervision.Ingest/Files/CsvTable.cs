using CsvHelper;

namespace Supervision.Ingest.Files;

/// <summary>
/// Reads tables with a header line, row by row. UTF-8 or with a byte order mark; the separator is detected.
/// </summary>
public static class CsvTable
{
    private const int RowBytesMax = 1024 * 1024;

    /// <summary>Reads the rows in the order of the file. Cells are trimmed.</summary>
    /// <exception cref="UnreadableFileException">
    /// A row that cannot be cut into cells; the message names the line.
    /// </exception>
    public static IEnumerable<LogRecord> Read(Stream stream)
    {
        using var csv = CsvReader.Create(stream, new CsvReaderOptions
        {
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = RowBytesMax,
            PoolStrings = true,
        });
        while (Next(csv))
        {
            var names = csv.Headers;
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < names.Count && i < csv.FieldCount; i++) cells[names[i]] = csv.GetString(i);

            yield return new LogRecord(csv.RowNumber, cells, []);
        }
    }

    private static bool Next(CsvReader csv)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException e)
        {
            throw new UnreadableFileException(e.Message, e);
        }
        catch (InvalidDataException e)
        {
            throw new UnreadableFileException("The compressed file is broken: " + e.Message, e);
        }
    }
}
