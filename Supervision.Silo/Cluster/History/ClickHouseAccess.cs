using System.Globalization;
using System.Net;
using ClickHouse.Client;
using ClickHouse.Client.ADO;
using ClickHouse.Client.Utility;
using Supervision.Silo.History;

namespace Supervision.Silo.Cluster.History;

/// <summary>
/// One account of the store: opens connections with its settings, and says what faults mean. Safe for concurrent use.
/// </summary>
internal sealed class ClickHouseAccess : IDisposable
{
    /// <summary>The server's numbers for too much time, rows or memory.</summary>
    private static readonly int[] TooMuch = [158, 159, 160, 241, 307, 396];

    private readonly string connection;
    private readonly string? passwordFile;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly HttpClient http;

    /// <summary>Nothing is opened yet.</summary>
    /// <param name="connection">ClickHouse.Client's connection string.</param>
    /// <param name="passwordFile">File with the password; null takes the connection string's.</param>
    /// <param name="settings">Sent with every statement.</param>
    /// <param name="answerFor">How long is waited for an answer.</param>
    public ClickHouseAccess(
        string connection, string? passwordFile, IReadOnlyDictionary<string, string> settings, TimeSpan answerFor)
    {
        (this.connection, this.passwordFile, this.settings) = (connection, passwordFile, settings);
        http = new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        { Timeout = answerFor };
    }

    /// <summary>Does something on a connection of its own.</summary>
    /// <exception cref="HistoryException">The store did not do it, or did not say that it did.</exception>
    public async Task<T> DoAsync<T>(Func<ClickHouseConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            using var opened = await OpenAsync(cancellationToken);
            return await work(opened);
        }
        catch (ClickHouseServerException fault)
        {
            throw new HistoryException(
                TooMuch.Contains(fault.ErrorCode) ? HistoryFault.TooMuch : HistoryFault.Away,
                FirstLine(fault.Message), fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new HistoryException(HistoryFault.Away, FirstLine(fault.Message), fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HistoryException(HistoryFault.Away, "It did not answer in time.", fault);
        }
    }

    /// <summary>A command with parameters, which are bound and never become part of its text.</summary>
    public static ClickHouseCommand CommandOf(
        ClickHouseConnection connection, string sql,
        params ReadOnlySpan<(string Name, string Type, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, type, value) in values)
        {
            command.AddParameter(name, type, value);
        }

        return command;
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private async Task<ClickHouseConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var account = new ClickHouseConnectionStringBuilder { ConnectionString = connection };
        if (passwordFile is not null)
        {
            account.Password = (await File.ReadAllTextAsync(passwordFile, cancellationToken)).Trim();
        }

        var opened = new ClickHouseConnection(account.ConnectionString, http);
        foreach (var (name, value) in settings)
        {
            opened.CustomSettings[name] = value;
        }

        try
        {
            var database = opened.Database;
            opened.ChangeDatabase(""); // it may have to be created yet
            await opened.OpenAsync(cancellationToken);
            opened.ChangeDatabase(database);
            return opened;
        }
        catch (Exception fault) when (fault is InvalidOperationException or IndexOutOfRangeException)
        {
            throw new HistoryException(HistoryFault.Away, "What answers there is no ClickHouse.", fault);
        }
    }

    private static string FirstLine(string message)
    {
        const int lengthMax = 300;
        var line = message.AsSpan().Trim();
        line = line.IndexOfAny('\r', '\n') is >= 0 and var end ? line[..end] : line;
        return line.Length <= lengthMax ? line.ToString() : string.Concat(line[..lengthMax], "…");
    }

    /// <summary>A number as settings take it.</summary>
    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
