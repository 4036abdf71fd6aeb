using Npgsql;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>Where the PostgreSQL journal lies and how it is used.</summary>
public sealed class PostgresJournalOptions
{
    /// <summary>
    /// Npgsql's connection string, for example <c>Host=db;Database=supervision;Username=supervision</c>. One journal to
    /// a database. A pooler in between must keep sessions, because locks and notifications belong to them.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// Connections of this process at most, 3 to 100: one appends, one listens, the others read. Default 8. A
    /// <c>Maximum Pool Size</c> in the connection string goes before.
    /// </summary>
    public int ConnectionsMax { get; init; } = 8;

    /// <summary>
    /// How long an append, or taking the right to append, waits for another process. Default 5 s.
    /// </summary>
    public TimeSpan LockPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest time after which a follower looks for new entries although it heard of none, in case a notification was
    /// lost with its connection. Default 5 s.
    /// </summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Attempts of one operation, from 1, when the connection or the server fails in a way that may pass. Default 4,
    /// over about a second.
    /// </summary>
    public int AttemptsMax { get; init; } = 4;

    /// <summary>
    /// Folder of the identity files that an exclusive writer keeps beside itself so that asking for a known fact costs
    /// no round trip; derived from the journal. Null without exclusive access.
    /// </summary>
    public string? IdentityFolder { get; init; }

    /// <summary>What is wrong with a connection string, in words; null when it can be used.</summary>
    public static string? FaultOf(string connectionString)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrEmpty(parts.Host) ? "names no Host" : null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException)
        {
            return fault.Message;
        }
    }

    /// <summary>The connections of one process.</summary>
    internal NpgsqlDataSource CreateSource()
    {
        var given = new NpgsqlConnectionStringBuilder(ConnectionString);
        var own = new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            ApplicationName = given.ApplicationName ?? "supervision",
            MaxAutoPrepare = given.ContainsKey("Max Auto Prepare") ? given.MaxAutoPrepare : 16,
            MaxPoolSize = given.ContainsKey("Maximum Pool Size") ? given.MaxPoolSize : ConnectionsMax,
            // A plan made while the table was small must not read all of it once it is large: every query of ours has
            // its index, so scans and the just-in-time compiler, which a forced plan would wake, stay out.
            Options = $"{given.Options} -c enable_seqscan=off -c jit=off "
                + $"-c lock_timeout={(long)LockPatience.TotalMilliseconds}",
        };
        return NpgsqlDataSource.Create(own);
    }
}
