using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Supervision.Silo.Hosting;

namespace Supervision.Web.Identity;

/// <summary>
/// Brings <c>people.db</c> to the form this version wants, step by step. A new file is made whole; the number of the
/// form it has is in <c>user_version</c>, which files from before this class leave at 0.
/// </summary>
internal static class PeopleSchema
{
    /// <summary>
    /// What leads from each form to the next: the first entry from form 1 to form 2. Entries are only ever added, with
    /// the column or table as the model has it; a test compares the outcome with a file made whole.
    /// </summary>
    private static readonly Step[] Steps = [new("AspNetUsers", "Staff", "TEXT NULL")];

    /// <summary>The form of this version.</summary>
    public static int Version => Steps.Length + 1;

    /// <summary>Makes the file, or brings it up to date; nothing is changed when a step fails.</summary>
    /// <exception cref="ConfigurationException">The file is of a newer version; it was not touched.</exception>
    public static async Task UpgradeAsync(PeopleDatabase people, CancellationToken cancellationToken)
    {
        var isNew = await people.Database.EnsureCreatedAsync(cancellationToken);
        var version = isNew ? Version : await NumberAsync(people, "PRAGMA user_version", cancellationToken);
        if (version > Version)
        {
            throw new ConfigurationException(
                [$"people.db is of a newer version ({version}) than this program knows ({Version})."]);
        }

        await using var whole = await people.Database.BeginTransactionAsync(cancellationToken);
        foreach (var (table, column, type) in Steps.Skip(Math.Max(0, version - 1)))
        {
            // A file of form 0 may have been made whole by a later version that did not number it.
            if (await NumberAsync(
                people, $"SELECT count(*) FROM pragma_table_info('{table}') WHERE name = '{column}'",
                cancellationToken) == 0)
            {
                await ExecuteAsync(people, $"ALTER TABLE {table} ADD COLUMN {column} {type}", cancellationToken);
            }
        }

        await ExecuteAsync(
            people, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"),
            cancellationToken);
        await whole.CommitAsync(cancellationToken);
    }

    private static Task<int> ExecuteAsync(PeopleDatabase people, string sql, CancellationToken cancellationToken) =>
        people.Database.ExecuteSqlRawAsync(sql, cancellationToken);

    private static async Task<int> NumberAsync(PeopleDatabase people, string sql, CancellationToken cancellationToken)
    {
        await people.Database.OpenConnectionAsync(cancellationToken);
        await using var command = people.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = people.Database.CurrentTransaction is { } current
            ? Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(current)
            : null;
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    private sealed record Step(string Table, string Column, string Type);
}
