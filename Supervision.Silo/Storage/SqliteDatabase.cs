using SQLitePCL;

namespace Supervision.Silo.Storage;

/// <summary>
/// One connection to one SQLite file, on the driver's own calls: the hot paths insert hundreds of thousands of rows a
/// second, and a general data provider costs as much again as SQLite itself. Not safe for concurrent use.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 handle;
    private readonly List<SqliteStatement> statements = [];

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(sqlite3 handle, string path)
    {
        this.handle = handle;
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Rows the last statement wrote.</summary>
    public int Changes => raw.sqlite3_changes(handle);

    /// <summary>Opens or creates a database file.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="readOnly">Whether to open it for reading alone; it must exist then.</param>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public static SqliteDatabase Open(string path, bool readOnly = false)
    {
        if (!readOnly)
        {
            PrivateFile.TryEnsure(path); // SQLite says better what is wrong where that fails
        }

        return Open(
            path, path, readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
    }

    /// <summary>Opens for reading a database that nobody writes, and leaves no file beside it.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public static SqliteDatabase OpenUnchanging(string path)
    {
        var address = new Uri(System.IO.Path.GetFullPath(path)).AbsoluteUri + "?immutable=1";
        return Open(path, address, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI);
    }

    private static SqliteDatabase Open(string path, string address, int flags)
    {
        var code = raw.sqlite3_open_v2(address, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new SqliteDatabase(handle, path);
        if (code != raw.SQLITE_OK)
        {
            using (database)
            {
                throw database.Failure(code, $"opening {path}");
            }
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, 5000);
        return database;
    }

    /// <summary>Runs statements that return nothing, separated by semicolons.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code, sql);
        }
    }

    /// <summary>Compiles one statement; it lives as long as the database unless disposed earlier.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v2(handle, sql, out var statement);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code, sql);
        }

        var prepared = new SqliteStatement(this, statement, sql);
        statements.Add(prepared);
        return prepared;
    }

    /// <summary>The single integer a query gives; null for no row or NULL.</summary>
    public long? Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() && !statement.IsNull(0) ? statement.Int64(0) : null;
    }

    /// <summary>Runs <paramref name="work"/> in one transaction: all of it becomes durable, or none.</summary>
    public void InTransaction(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            // After some failures (disk full) SQLite has rolled back already.
            if (raw.sqlite3_get_autocommit(handle) == 0)
            {
                _ = raw.sqlite3_exec(handle, "ROLLBACK");
            }

            throw;
        }
    }

    /// <summary>
    /// Copies the write-ahead log into the database, as far as open reads allow; false when some is left.
    /// </summary>
    public bool Checkpoint() =>
        raw.sqlite3_wal_checkpoint_v2(handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var logged, out var copied)
            == raw.SQLITE_OK && logged == copied;

    /// <summary>
    /// Copies every page, as of one commit, into an empty database; others may read and write meanwhile.
    /// </summary>
    public void CopyTo(SqliteDatabase target)
    {
        using var backup = raw.sqlite3_backup_init(target.handle, "main", handle, "main");
        if (backup is null)
            throw target.Failure(raw.sqlite3_errcode(target.handle), $"copying {Path}");

        var code = raw.sqlite3_backup_step(backup, -1);
        if (code != raw.SQLITE_DONE)
            throw target.Failure(code, $"copying {Path}");

        raw.sqlite3_backup_finish(backup);
    }

    internal sqlite3 Handle => handle;

    internal void Forget(SqliteStatement statement) => statements.Remove(statement);

    internal SqliteException Failure(int code, string doing) =>
        new(code, $"SQLite error {code} ({raw.sqlite3_errmsg(handle).utf8_to_string()}) while {doing}");

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var statement in statements.ToArray())
        {
            statement.Dispose();
        }

        handle.Dispose();
    }
}

/// <summary>SQLite refused something.</summary>
/// <param name="code">Extended result code.</param>
public sealed class SqliteException(int code, string message) : Exception(message)
{
    /// <summary>Extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>Primary result code.</summary>
    public int PrimaryCode => Code & 0xFF;

    /// <summary>Whether the disk is full or failing, which may pass.</summary>
    public bool IsStorageFault => PrimaryCode is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_BUSY
        or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN;

    /// <summary>Whether the file is not a database or its pages contradict each other.</summary>
    public bool IsCorruption => PrimaryCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}
