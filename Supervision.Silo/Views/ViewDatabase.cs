using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// The file that holds all views and the position they have reached. One connection writes; readers borrow connections of
/// their own and see whole transactions.
/// </summary>
public sealed class ViewDatabase : IDisposable
{
    /// <summary>Raised whenever a view's tables or meaning change: older files are thrown away and fed again.</summary>
    private const long SchemaVersion = 1;

    private const int ReadersMax = 8;

    private readonly string path;
    private readonly Lock gate = new();
    private readonly Stack<SqliteDatabase> idle = new();

    private ViewDatabase(string path, SqliteDatabase writer)
    {
        this.path = path;
        Writer = writer;
    }

    /// <summary>The writing connection, for the thread that feeds the views.</summary>
    public SqliteDatabase Writer { get; }

    /// <summary>Opens the file; one of another version, ahead of the journal or corrupt is begun anew.</summary>
    /// <param name="path">The file.</param>
    /// <param name="journalSequence">The journal's head.</param>
    public static ViewDatabase Open(string path, long journalSequence)
    {
        var opened = TryOpen(path);
        if (opened is not null && opened.ReadPosition() <= journalSequence)
        {
            return opened;
        }

        opened?.Dispose();
        Delete(path);
        return TryOpen(path) ?? throw new InvalidOperationException($"{path} cannot be created.");
    }

    /// <summary>Removes the file.</summary>
    public static void Delete(string path)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(path + suffix);
        }
    }

    /// <summary>Sequence of the last entry the views hold.</summary>
    public long ReadPosition() => Writer.Scalar("SELECT sequence FROM position") ?? 0;

    /// <summary>Reads with a connection nobody else uses meanwhile.</summary>
    public T Read<T>(Func<SqliteDatabase, T> query)
    {
        SqliteDatabase? reader;
        lock (gate)
        {
            idle.TryPop(out reader);
        }

        reader ??= SqliteDatabase.Open(path, readOnly: true);
        try
        {
            return query(reader);
        }
        finally
        {
            lock (gate)
            {
                if (idle.Count < ReadersMax)
                {
                    idle.Push(reader);
                    reader = null;
                }
            }

            reader?.Dispose();
        }
    }

    private static ViewDatabase? TryOpen(string path)
    {
        SqliteDatabase? database = null;
        try
        {
            database = SqliteDatabase.Open(path);
            database.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000");
            var version = database.Scalar("PRAGMA user_version");
            if (version is 0)
            {
                database.Execute(
                    $"""
                    CREATE TABLE position(sequence INTEGER NOT NULL);
                    INSERT INTO position VALUES(0);
                    PRAGMA user_version = {SchemaVersion};
                    """);
            }
            else if (version != SchemaVersion)
            {
                database.Dispose();
                return null;
            }

            return new ViewDatabase(path, database);
        }
        catch (SqliteException exception) when (!exception.IsStorageFault)
        {
            database?.Dispose();
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (idle.TryPop(out var reader))
        {
            reader.Dispose();
        }

        Writer.Dispose();
    }
}
