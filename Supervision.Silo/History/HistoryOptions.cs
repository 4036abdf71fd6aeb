using System.Data.Common;

namespace Supervision.Silo.History;

/// <summary>
/// The history store in ClickHouse, for questions over years, under <c>Supervision:History</c>; needs a build with the
/// Cluster profile.
/// </summary>
public sealed class HistoryOptions
{
    /// <summary>
    /// Connection string of the account that creates tables and writes, such as
    /// <c>Host=clickhouse;Port=8123;Database=supervision;Username=supervision</c>. Null, the default, means that there
    /// is no history store.
    /// </summary>
    public string? Connection { get; set; }

    /// <summary>File that holds that account's password; null, the default, takes the connection string's.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>
    /// Connection string of an account that may only read, for questions. Null, the default, means the writer's;
    /// questions are asked read-only with either.
    /// </summary>
    public string? ReadConnection { get; set; }

    /// <summary>File that holds the reading account's password; null takes the connection string's.</summary>
    public string? ReadPasswordFile { get; set; }

    /// <summary>Journal entries written together, 100 to 10 000; default 10 000, some 20 MB in memory.</summary>
    public int BatchMax { get; set; } = 10_000;

    /// <summary>
    /// How long is waited after what was written was all there was, from one second to ten minutes; default 5 s. A
    /// store takes few large inserts better than many small ones.
    /// </summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the store may work on one question, from one second to five minutes; default 10 s.</summary>
    public TimeSpan AnswerFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Memory the store may use for one question in MiB, 16 to 1 048 576; default 1024.</summary>
    public int MemoryMiBMax { get; set; } = 1024;

    /// <summary>Rows one answer may have, 100 to 100 000; default 10 000.</summary>
    public int RowsMax { get; set; } = 10_000;

    /// <summary>Every fault, beginning with its key.</summary>
    /// <param name="section">Where the options are bound from.</param>
    public IEnumerable<string> Faults(string section)
    {
#if !CLUSTER
        if (Connection is not null)
        {
            yield return $"{section}:{nameof(Connection)}: ClickHouse needs a build with the Cluster profile";
        }
#endif
        (string Name, string? Connection, string? File)[] accounts =
        [
            (nameof(Connection), Connection, PasswordFile), (nameof(ReadConnection), ReadConnection, ReadPasswordFile),
        ];
        foreach (var (name, connection, file) in accounts)
        {
            if (connection is not null && FaultOf(connection) is { } fault)
            {
                yield return $"{section}:{name}: {fault}";
            }

            if (file is not null && !File.Exists(file))
            {
                yield return $"{section}:{name.Replace("Connection", "PasswordFile", StringComparison.Ordinal)}: "
                    + $"there is no file {file}";
            }
        }

        foreach (var fault in LimitFaults())
        {
            yield return $"{section}:{fault}";
        }
    }

    private IEnumerable<string> LimitFaults()
    {
        if (BatchMax is < 100 or > 10_000)
        {
            yield return $"{nameof(BatchMax)}: {BatchMax} should be from 100 to 10000";
        }

        if (Every < TimeSpan.FromSeconds(1) || Every > TimeSpan.FromMinutes(10))
        {
            yield return $"{nameof(Every)}: should be from one second to ten minutes";
        }

        if (AnswerFor < TimeSpan.FromSeconds(1) || AnswerFor > TimeSpan.FromMinutes(5))
        {
            yield return $"{nameof(AnswerFor)}: should be from one second to five minutes";
        }

        if (MemoryMiBMax is < 16 or > 1_048_576)
        {
            yield return $"{nameof(MemoryMiBMax)}: {MemoryMiBMax} should be from 16 to 1048576";
        }

        if (RowsMax is < 100 or > 100_000)
        {
            yield return $"{nameof(RowsMax)}: {RowsMax} should be from 100 to 100000";
        }
    }

    private static string? FaultOf(string connection)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return parts.TryGetValue("Host", out var host) && host is string { Length: > 0 }
                && parts.TryGetValue("Database", out var database) && database is string { Length: > 0 }
                ? null
                : "should name Host and Database";
        }
        catch (ArgumentException exception)
        {
            return $"is no connection string ({exception.Message})";
        }
    }
}
