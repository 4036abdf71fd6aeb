using Microsoft.Extensions.Hosting;
using Npgsql;
using Supervision.Core.Ports;
using Supervision.Silo.Hosting;

namespace Supervision.Silo.Cluster.Hosting;

/// <summary>
/// Creates the tables in which silos find each other and keep reminders, where they are missing. The scripts are those
/// that come with Orleans, unchanged; each is run once, whichever process comes first.
/// </summary>
internal sealed class ClusterTables(ClusterOptions options) : IHostedService
{
    /// <summary>Held while creating, so that processes that start together do not both try.</summary>
    private const long CreatingLock = 0x5375_7065_7276;

    private static readonly (string Script, string Table)[] Scripts =
    [
        ("Main", "orleansquery"), ("Clustering", "orleansmembershiptable"), ("Reminders", "orleansreminderstable"),
    ];

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsync(cancellationToken);
        }
        catch (NpgsqlException fault)
        {
            throw new JournalUnavailableException(
                "The database of the cluster does not answer: " + fault.Message, fault);
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(options.Connection!);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync($"SELECT pg_advisory_xact_lock({CreatingLock})");
        foreach (var (script, table) in Scripts)
        {
            await using var exists = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection);
            exists.Parameters.Add(new NpgsqlParameter { Value = table });
            if (await exists.ExecuteScalarAsync(cancellationToken) is false)
            {
                await RunAsync(Read(script));
            }
        }

        await transaction.CommitAsync(cancellationToken);

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string Read(string script)
    {
        var name = $"orleans.PostgreSQL-{script}.sql";
        using var stream = typeof(ClusterTables).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program lacks its resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
