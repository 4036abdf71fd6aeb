using Npgsql;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>
/// Hears of every append to the journal, by whichever process, on a connection of its own. Looks for itself after each
/// new connection and every while, so a lost notification costs time and no entry.
/// </summary>
internal sealed class PostgresListener : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource source;
    private readonly PostgresReaders readers;
    private readonly Action<JournalHead> heard;
    private readonly TimeSpan pollEvery;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;

    /// <summary>Begins to listen.</summary>
    /// <param name="source">The database.</param>
    /// <param name="readers">How to look.</param>
    /// <param name="heard">Told each end of the chain that is heard of or seen; some twice, some late.</param>
    /// <param name="pollEvery">Longest time between two looks.</param>
    /// <param name="time">The wall clock.</param>
    public PostgresListener(
        NpgsqlDataSource source, PostgresReaders readers, Action<JournalHead> heard, TimeSpan pollEvery,
        TimeProvider time)
    {
        (this.source, this.readers, this.heard, this.pollEvery, this.time) = (source, readers, heard, pollEvery, time);
        loop = Task.Run(RunAsync);
    }

    /// <summary>Why nothing is heard at the moment; null while all is well.</summary>
    public Exception? Fault { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stopping.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (
                PostgresFaults.IsOperational(fault) || fault is JournalUnavailableException or JournalUnusableException)
            {
                Fault = fault;
                await Task.Delay(PauseAfterFault, time, stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notice) =>
        {
            if (HeadNotice.Read(notice.Payload) is { } head)
                heard(head);
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {PostgresWriter.Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);

        while (true)
        {
            heard(await readers.ReadHeadAsync(cancellationToken));
            Fault = null;
            await HearAsync(connection, cancellationToken);
        }
    }

    /// <summary>Hears notifications until none has come for a while.</summary>
    private async Task HearAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (await connection.WaitAsync(pollEvery, cancellationToken))
        {
        }
    }
}
