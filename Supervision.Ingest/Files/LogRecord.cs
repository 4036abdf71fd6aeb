namespace Supervision.Ingest.Files;

/// <summary>One trace of a log with its events, or one row of a table (then without events).</summary>
/// <param name="Place">Where it stands, for messages and for ids: the number of the trace or row, from 1.</param>
/// <param name="Attributes">
/// Attributes of the trace or columns of the row, as text; an empty one counts as absent.
/// </param>
/// <param name="Events">Attributes of each event, in the order of the file.</param>
public sealed record LogRecord(
    long Place, IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<IReadOnlyDictionary<string, string>> Events);

/// <summary>A file that cannot be read: missing, broken or of an unknown kind. The message says where.</summary>
public sealed class UnreadableFileException(string message, Exception? inner = null) : Exception(message, inner);
