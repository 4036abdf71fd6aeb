using System.Diagnostics;
using Npgsql;

namespace Supervision.Tests.Support;

/// <summary>
/// A private PostgreSQL of this machine's programs, on a socket in a temporary folder, started once for all tests that
/// need one and gone after them; where the programs are missing those tests are skipped, with the reason. It does not
/// flush to disk: what it is used for are locks, crashes of sessions and restarts, not power cuts.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string User = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("supervision-pg-").FullName;
    private string? programs;
    private string? missing;
    private Process? server;
    private int databases;

    private string Data => Path.Combine(folder, "data");

    public async ValueTask InitializeAsync()
    {
        (programs, missing) = Find();
        if (programs is not null)
        {
            await RunAsync("chown", ["-R", User, folder], asServer: false, onlyRoot: true);
            await RunAsync(Program("initdb"),
                ["-D", Data, "-U", User, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]);
            await StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (server is not null)
            {
                await StopAsync("immediate");
            }
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A database of its own for one test, as a connection string. Skips the test without a server.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        Assert.SkipWhen(server is null, missing ?? "");
        var name = $"test_{++databases}";
        await ExecuteAsync(ConnectionTo("postgres"), $"CREATE DATABASE {name} TEMPLATE template0");
        return ConnectionTo(name);
    }

    /// <summary>Runs a statement as an administrator would.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(Alone(connectionString));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks for one value.</summary>
    public static async Task<T> AskAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(Alone(connectionString));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Cuts off every session of a database but the one that asks.</summary>
    public static Task CutAsync(string connectionString, string which = "true") => ExecuteAsync(
        connectionString,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
        + $"WHERE datname = current_database() AND pid <> pg_backend_pid() AND {which}");

    /// <summary>Stops the server; every session ends as in a crash.</summary>
    public Task StopAsync() => StopAsync("immediate");

    /// <summary>Starts the server.</summary>
    public async Task StartAsync()
    {
        server = Begin(Program("postgres"),
        [
            "-D", Data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off",
            "-c", "max_connections=60", "-c", "shared_buffers=32MB", "-c", "autovacuum=off",
            "-c", "logging_collector=on", // into a file: a pipe that nobody empties would stop it one day
        ], asServer: true);
        await RunAsync(Program("pg_isready"), ["-h", folder, "-t", "30"], untilDone: true);
    }

    private async Task StopAsync(string mode)
    {
        await RunAsync(Program("pg_ctl"), ["-D", Data, "-m", mode, "stop"]);
        await server!.WaitForExitAsync().WaitAsync(Patience);
        server.Dispose();
    }

    private string ConnectionTo(string database) => $"Host={folder};Username={User};Database={database}";

    private static string Alone(string connectionString) => connectionString + ";Pooling=false";

    private string Program(string name) => Path.Combine(programs!, name);

    /// <summary>Repeats, when asked to, until the program succeeds: the server takes a moment to listen.</summary>
    private static async Task RunAsync(
        string program, string[] arguments, bool asServer = true, bool onlyRoot = false, bool untilDone = false)
    {
        if (onlyRoot && !Environment.IsPrivilegedProcess)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            using var process = Begin(program, arguments, asServer);
            var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            if (process.ExitCode == 0)
            {
                return;
            }

            Assert.True(untilDone && Stopwatch.GetElapsedTime(started) < Patience, $"{program}: {said}");
        }
    }

    /// <summary>PostgreSQL refuses to run as root, so its programs run as its own user then.</summary>
    private static Process Begin(string program, string[] arguments, bool asServer)
    {
        string[] asUser = asServer && Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", "--", program]
            : [program];
        return Process.Start(new ProcessStartInfo(asUser[0], [.. asUser[1..], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        })!;
    }

    private static (string? Folder, string? Missing) Find()
    {
        string[] places =
        [
            .. (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
                .OrderByDescending(place => place, StringComparer.Ordinal).Select(place => Path.Combine(place, "bin")),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
        ];
        var found = places.Select(place => Path.Combine(place, "initdb")).Where(File.Exists)
            .Select(program => File.ResolveLinkTarget(program, returnFinalTarget: true) ?? new FileInfo(program))
            .FirstOrDefault(program => program.Exists)?.FullName; // a link may lead nowhere
        if (found is null)
        {
            return (null, "no PostgreSQL on this machine: no initdb in PATH or under /usr/lib/postgresql");
        }

        var canRun = !Environment.IsPrivilegedProcess
            || File.ReadLines("/etc/passwd").Any(line => line.StartsWith(User + ":", StringComparison.Ordinal));
        return canRun
            ? (Path.GetDirectoryName(found), null)
            : (null, $"PostgreSQL does not run as root, and there is no user {User}");
    }
}
