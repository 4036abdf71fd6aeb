using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ClickHouse.Client.ADO;
using ClickHouse.Client.Copy;
using Supervision.Core.Ports;
using Supervision.Silo.History;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Cluster.History;

/// <summary>Where the store stands.</summary>
/// <param name="Sequence">Everything up to this journal entry has been written; 0 for nothing.</param>
/// <param name="Mark">Mark of that entry, as text.</param>
internal readonly record struct HistoryPosition(long Sequence, string Mark);

/// <summary>
/// Writes the store. An insert whose outcome is unknown is simply made again: rows are told apart by what they say
/// (ADR 64). Used by one caller at a time.
/// </summary>
internal sealed class ClickHouseStore : IDisposable
{
    private static readonly TimeSpan AnswerFor = TimeSpan.FromMinutes(1);

    private readonly ClickHouseAccess access;

    /// <summary>Nothing is opened yet.</summary>
    /// <param name="options">The writing account.</param>
    public ClickHouseStore(HistoryOptions options) => access = new(
        options.Connection!, options.PasswordFile,
        new Dictionary<string, string>
        {
            ["max_partitions_per_insert_block"] = "0", // years may come together while a journal is read anew
            ["async_insert"] = "0", // what was answered is written
        },
        AnswerFor);

    /// <summary>Creates what is missing of database and schema, and reads how far it has been written.</summary>
    /// <exception cref="HistoryException">It does not answer, or a newer version of this program wrote it.</exception>
    public Task<HistoryPosition> PrepareAsync(CancellationToken cancellationToken) => access.DoAsync(
        async connection =>
        {
            await CreateDatabaseAsync(connection, cancellationToken);
            await RunAsync(connection, HistorySchema.Versions, cancellationToken);
            var version = Convert.ToInt64(
                await AskAsync(connection, "SELECT max(version) FROM schema_versions", cancellationToken),
                CultureInfo.InvariantCulture);
            if (version > HistorySchema.Newest)
            {
                throw new HistoryException(
                    HistoryFault.Unusable,
                    $"A newer version of this program wrote it: its schema is {version}, this program knows "
                    + $"{HistorySchema.Newest}. Upgrade this process.");
            }

            foreach (var (step, statements) in HistorySchema.Steps.Where(step => step.Version > version))
            {
                foreach (var statement in statements)
                {
                    await RunAsync(connection, statement, cancellationToken);
                }

                await RunAsync(
                    connection,
                    string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_versions VALUES ({step})"),
                    cancellationToken);
            }

            return await PositionAsync(connection, cancellationToken);
        },
        cancellationToken);

    /// <summary>Writes rows, and after all of them that they are written.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="after">The entry before the first they follow from; up to it everything has been written.</param>
    /// <param name="upTo">The last entry they follow from.</param>
    /// <param name="cancellationToken">Gives up; some may be written.</param>
    /// <exception cref="HistoryException">
    /// It is not known to be written, or the store was put back to an earlier entry; prepare again and go on there.
    /// </exception>
    public Task WriteAsync(
        HistoryBatch batch, long after, JournalEntry upTo, CancellationToken cancellationToken) =>
        access.DoAsync(
            async connection =>
            {
                if (await PositionAsync(connection, cancellationToken) is { Sequence: var stands } && stands < after)
                {
                    throw new HistoryException(
                        HistoryFault.Away, $"It was put back from journal entry {after} to {stands}.");
                }

                foreach (var (table, rows) in batch.Tables)
                {
                    await InsertAsync(connection, table, rows, cancellationToken);
                }

                object?[] progress = [1, upTo.Sequence, MarkOf(JournalMark.Of(upTo)), upTo.Turn.RecordedAt];
                await InsertAsync(connection, HistoryTables.Progress, [progress], cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>Up to where the store has been written, by a connection of any account.</summary>
    public static async Task<HistoryPosition> PositionAsync(
        ClickHouseConnection connection, CancellationToken cancellationToken)
    {
        await using var command = ClickHouseAccess.CommandOf(
            connection, "SELECT sequence, mark FROM progress ORDER BY sequence DESC LIMIT 1");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture), reader.GetString(1))
            : new(0, "");
    }

    /// <summary>A mark as the store keeps it.</summary>
    public static string MarkOf(byte[] mark) => Convert.ToHexStringLower(mark);

    /// <inheritdoc />
    public void Dispose() => access.Dispose();

    /// <summary>An account that may not create databases finds its own there.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "The name stands in the administrator's configuration.")]
    private static async Task CreateDatabaseAsync(ClickHouseConnection connection, CancellationToken cancellationToken)
    {
        var name = connection.Database;
        connection.ChangeDatabase(""); // the account's own
        await using (var exists = ClickHouseAccess.CommandOf(
            connection, "SELECT count() FROM system.databases WHERE name = {name:String}", ("name", "String", name)))
        {
            if (Convert.ToInt64(await exists.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) == 0)
            {
                await using var create = ClickHouseAccess.CommandOf(
                    connection, "CREATE DATABASE IF NOT EXISTS {name:Identifier}", ("name", "String", name));
                await create.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        connection.ChangeDatabase(name);
    }

    private static async Task InsertAsync(
        ClickHouseConnection connection, HistoryTable table, IReadOnlyCollection<object?[]> rows,
        CancellationToken cancellationToken)
    {
        using var copy = new ClickHouseBulkCopy(connection)
        {
            DestinationTableName = table.Name,
            ColumnNames = table.Columns,
            BatchSize = rows.Count,
            MaxDegreeOfParallelism = 1,
        };
        await copy.InitAsync();
        await copy.WriteToServerAsync(rows!, cancellationToken);
    }

    private static async Task RunAsync(
        ClickHouseConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = ClickHouseAccess.CommandOf(connection, sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<object?> AskAsync(
        ClickHouseConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = ClickHouseAccess.CommandOf(connection, sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
