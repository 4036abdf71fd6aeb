using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Supervision.Silo.Hosting;
using Supervision.Silo.Storage;
using Supervision.Web.Identity.Postgres;

namespace Supervision.Web.Identity;

/// <summary>
/// Brings the store of accounts to the form this version wants, step by step. A new one is made whole; the number of
/// the form it has lies in it, where files from before this class have 0.
/// </summary>
internal static class PeopleSchema
{
    /// <summary>
    /// What leads from each form to the next: the first entry from form 1 to form 2. Entries are only ever added, with
    /// the column or table as the model has it and a type that both dialects know; a test compares the outcome with a
    /// store made whole.
    /// </summary>
    private static readonly Step[] Steps = [new("AspNetUsers", "Staff", "TEXT NULL")];

    private static readonly PeopleDialect InAFile = new(
        Schema: "", Lock: null, IsMade: "SELECT count(*) FROM sqlite_schema WHERE name = 'AspNetUsers'",
        HasColumn: (table, column) => $"SELECT count(*) FROM pragma_table_info('{table}') WHERE name = '{column}'",
        ReadVersion: "PRAGMA user_version",
        WriteVersion: version => string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));

    /// <summary>The form of this version.</summary>
    public static int Version => Steps.Length + 1;

    /// <summary>
    /// Whether a file is in the form of this version. <see cref="UpgradeAsync"/> would find the same, but builds the
    /// model of accounts first, a third of a start.
    /// </summary>
    /// <param name="path">The file; missing, empty or damaged means no.</param>
    public static bool IsCurrent(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            return false;
        }

        try
        {
            using var database = SqliteDatabase.Open(path, readOnly: true);
            return database.Scalar(InAFile.IsMade) == 1 && database.Scalar(InAFile.ReadVersion) == Version;
        }
        catch (SqliteException)
        {
            return false; // what is wrong with it is said by who opens it to work with it
        }
    }

    /// <summary>Makes the store, or brings it up to date; nothing is changed when a step fails.</summary>
    /// <exception cref="ConfigurationException">It is of a newer version; it was not touched.</exception>
    public static Task UpgradeAsync(PeopleDatabase people, CancellationToken cancellationToken) =>
        people.Database.CreateExecutionStrategy().ExecuteAsync(
            token => UpgradeOnceAsync(people, people.Database.IsSqlite() ? InAFile : PeopleInPostgres.Dialect, token),
            cancellationToken);

    private static async Task UpgradeOnceAsync(
        PeopleDatabase people, PeopleDialect dialect, CancellationToken cancellationToken)
    {
        var isNew = people.Database.IsSqlite() && await people.Database.EnsureCreatedAsync(cancellationToken);
        await using var whole = await people.Database.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(people, dialect.Lock, cancellationToken);
        if (await NumberAsync(people, dialect.IsMade, cancellationToken) == 0)
        {
            await ExecuteAsync(people, people.Database.GenerateCreateScript(), cancellationToken);
            isNew = true;
        }

        var version = isNew ? Version : await NumberAsync(people, dialect.ReadVersion, cancellationToken);
        if (version > Version)
        {
            throw new ConfigurationException(
                [$"The store of accounts is of a newer version ({version}) than this program knows ({Version})."]);
        }

        foreach (var (table, column, type) in Steps.Skip(Math.Max(0, version - 1)))
        {
            // A file of form 0 may have been made whole by a later version that did not number it.
            if (await NumberAsync(people, dialect.HasColumn(table, column), cancellationToken) == 0)
            {
                await ExecuteAsync(
                    people, $"ALTER TABLE {dialect.Schema}\"{table}\" ADD COLUMN \"{column}\" {type}",
                    cancellationToken);
            }
        }

        await ExecuteAsync(people, dialect.WriteVersion(Version), cancellationToken);
        await whole.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(PeopleDatabase people, string? sql, CancellationToken cancellationToken)
    {
        if (sql is not null)
        {
            await using var command = CommandOf(people, sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<int> NumberAsync(PeopleDatabase people, string sql, CancellationToken cancellationToken)
    {
        await using var command = CommandOf(people, sql);
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    private static DbCommand CommandOf(PeopleDatabase people, string sql)
    {
        var command = people.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = people.Database.CurrentTransaction!.GetDbTransaction();
        return command;
    }

    private sealed record Step(string Table, string Column, string Type);
}

/// <summary>How a database is asked about the form of the store.</summary>
/// <param name="Schema">What stands before the name of a table.</param>
/// <param name="Lock">Keeps other processes out until the transaction ends; null when beginning one does.</param>
/// <param name="IsMade">Answers 0 while there is no store.</param>
/// <param name="HasColumn">Answers 0 while a table has no such column.</param>
/// <param name="ReadVersion">Answers the number of its form.</param>
/// <param name="WriteVersion">Keeps the number of its form.</param>
internal sealed record PeopleDialect(
    string Schema, string? Lock, string IsMade, Func<string, string, string> HasColumn, string ReadVersion,
    Func<int, string> WriteVersion);
