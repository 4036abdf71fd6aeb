using System.Net.Sockets;
using Npgsql;
using Polly;
using Polly.Retry;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>What failures of the server mean to the journal, and which are tried again.</summary>
internal static class PostgresFaults
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>A failure of the server or on the way to it, as opposed to one of ours.</summary>
    public static bool IsOperational(Exception fault) =>
        fault is NpgsqlException or TimeoutException or IOException or SocketException
        && fault is not PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>
    /// Repeats what fails in a way that may pass: a lost connection, a server that restarts, a deadlock, a
    /// serialization failure. Only for work that has left nothing behind when it fails.
    /// </summary>
    public static ResiliencePipeline Retries(int attemptsMax, TimeProvider time) => attemptsMax == 1
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(MayPass),
                MaxRetryAttempts = attemptsMax - 1,
                Delay = FirstPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();

    /// <summary>The port's exception for a failure.</summary>
    public static Exception Translate(Exception fault) => fault switch
    {
        PostgresException { SqlState: var state } server when IsPermanent(state) => new JournalUnusableException(
            $"The PostgreSQL journal cannot be used: {server.MessageText} ({state}).", fault),
        PostgresException server => new JournalUnavailableException(
            $"The PostgreSQL journal does not answer: {server.MessageText} ({server.SqlState}).", fault),
        _ => new JournalUnavailableException($"The PostgreSQL journal does not answer: {fault.Message}", fault),
    };

    private static bool MayPass(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => false, // waited long enough
        NpgsqlException server => server.IsTransient,
        _ => fault is TimeoutException or IOException or SocketException,
    };

    /// <summary>Wrong login, missing rights or tables, damaged pages: trying again does not help.</summary>
    private static bool IsPermanent(string state) => state switch
    {
        PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidSchemaName => true,
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => true,
        _ => state.StartsWith("28", StringComparison.Ordinal) || state.StartsWith("42", StringComparison.Ordinal),
    };
}
