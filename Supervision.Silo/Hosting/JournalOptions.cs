namespace Supervision.Silo.Hosting;

/// <summary>Which engine keeps the journal.</summary>
public enum JournalKind
{
    /// <summary>A file in the data directory; nothing else to install.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database.</summary>
    Postgres,
}

/// <summary>Where the journal lies, bound from <c>Supervision:Journal</c>.</summary>
public sealed class JournalOptions
{
    /// <summary>Which engine keeps it. Default Sqlite.</summary>
    public JournalKind Kind { get; set; } = JournalKind.Sqlite;

    /// <summary>
    /// Npgsql's connection string, such as <c>Host=db;Database=supervision;Username=supervision</c>; required for
    /// Postgres and for nothing else. A password is better kept in a file: <c>Passfile=</c>.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Connections to PostgreSQL at most, 3 to 100: one appends, one listens, the others read. Default 8.
    /// </summary>
    public int ConnectionsMax { get; set; } = 8;

    /// <summary>Every fault, as the name of the option and what is wrong with it.</summary>
    public IEnumerable<(string Option, string Fault)> Faults()
    {
        if (Kind == JournalKind.Postgres && string.IsNullOrWhiteSpace(ConnectionString))
        {
            yield return (nameof(ConnectionString), "is required when Kind is Postgres");
        }
        else if (Kind == JournalKind.Postgres
            && Journals.Postgres.PostgresJournalOptions.FaultOf(ConnectionString!) is { } fault)
        {
            yield return (nameof(ConnectionString), fault);
        }
        else if (Kind == JournalKind.Sqlite && !string.IsNullOrEmpty(ConnectionString))
        {
            yield return (nameof(ConnectionString), "is of no use when Kind is Sqlite");
        }

        if (ConnectionsMax is < 3 or > 100)
        {
            yield return (nameof(ConnectionsMax), $"{ConnectionsMax} should be from 3 to 100");
        }
    }
}
