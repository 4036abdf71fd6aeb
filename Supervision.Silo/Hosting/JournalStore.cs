using Supervision.Core.Ports;
using Supervision.Silo.Journals;
using Supervision.Silo.Journals.Postgres;

namespace Supervision.Silo.Hosting;

/// <summary>Opens the journal that the options name.</summary>
public static class JournalStore
{
    /// <summary>Opens it as its only writer, and creates it when there is none.</summary>
    /// <param name="folder">The data directory.</param>
    /// <param name="options">Which journal.</param>
    /// <param name="codec">How events are stored.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="cancellationToken">Ends the wait for a server.</param>
    /// <exception cref="JournalUnusableException">It is corrupt, foreign, newer or in use.</exception>
    /// <exception cref="JournalUnavailableException">The server does not answer. Try again later.</exception>
    public static async Task<IJournal> OpenWriterAsync(
        DataFolder folder, JournalOptions options, IEventCodec codec, TimeProvider time,
        CancellationToken cancellationToken) => options.Kind switch
        {
            JournalKind.Postgres => await OpenPostgresAsync(
                folder, options, JournalAccess.Exclusive, codec, time, cancellationToken),
            _ => SqliteJournal.Open(folder.Journal, codec, new SqliteJournalOptions()),
        };

    /// <summary>Opens a journal in PostgreSQL.</summary>
    /// <param name="folder">The data directory; an exclusive writer keeps its identity files there.</param>
    /// <param name="options">Which journal.</param>
    /// <param name="access">What this process does with it.</param>
    /// <param name="codec">How events are stored.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="cancellationToken">Ends the wait for the server.</param>
    /// <exception cref="JournalUnusableException">It is foreign, newer, in use, or the login is refused.</exception>
    /// <exception cref="JournalUnavailableException">The server does not answer. Try again later.</exception>
    public static Task<PostgresJournal> OpenPostgresAsync(
        DataFolder folder, JournalOptions options, JournalAccess access, IEventCodec codec, TimeProvider time,
        CancellationToken cancellationToken) => PostgresJournal.OpenAsync(
            new PostgresJournalOptions
            {
                ConnectionString = options.ConnectionString!,
                ConnectionsMax = options.ConnectionsMax,
                IdentityFolder = new JournalFolder(folder.Journal).Identities,
            },
            access, codec, time, cancellationToken);
}
