using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// The file that holds all views and the position they have reached. One connection writes; readers borrow connections
/// of their own and see whole transactions.
/// </summary>
public sealed class ViewDatabase : IDisposable
{
    /// <summary>Raised whenever a view's tables or meaning change: older files are thrown away and fed again.</summary>
    private const long SchemaVersion = 11;

    private const int ReadersMax = 8;

    /// <summary>Small tables that a start reads whole, and so may check whole.</summary>
    private static readonly string[] ReadAtStart = ["board", "source"];

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

    /// <summary>Opens the file; one of another version, of another journal or corrupt is begun anew.</summary>
    /// <param name="path">The file.</param>
    /// <param name="journal">The journal the views are fed from.</param>
    public static ViewDatabase Open(string path, IJournal journal)
    {
        DerivedFile.DeleteIfDistrusted(path);
        var opened = TryOpen(path);
        if (opened is not null && opened.IsOf(journal))
        {
            return opened;
        }

        opened?.Dispose();
        DerivedFile.Delete(path);
        return TryOpen(path) ?? throw new InvalidOperationException($"{path} cannot be created.");
    }

    /// <summary>Sequence of the last entry the views hold.</summary>
    public long ReadPosition() => Writer.Scalar("SELECT sequence FROM position") ?? 0;

    /// <summary>Moves the position on, inside the transaction of the rows that belong to it.</summary>
    public void MoveTo(JournalEntry newest)
    {
        using var move = Writer.Prepare("UPDATE position SET sequence = ?1, mark = ?2");
        move.Bind(1, newest.Sequence).Bind(2, JournalMark.Of(newest)).Run();
    }

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

    /// <summary>It turned out to be damaged: the next start makes it anew.</summary>
    public void Distrust() => DerivedFile.Distrust(path);

    private bool IsOf(IJournal journal)
    {
        try
        {
            using var mark = Writer.Prepare("SELECT mark FROM position");
            return mark.Step() && mark.Blob(0).SequenceEqual(JournalMark.At(journal, ReadPosition()))
                && Array.TrueForAll(ReadAtStart, IsWhole);
        }
        catch (SqliteException exception) when (!exception.IsStorageFault)
        {
            return false; // the tables are not there
        }
    }

    private bool IsWhole(string table)
    {
        using var exists = Writer.Prepare("SELECT 1 FROM sqlite_schema WHERE name = ?1");
        if (!exists.Bind(1, table).Step())
        {
            return ReadPosition() == 0;
        }

        using var check = Writer.Prepare($"PRAGMA quick_check({table})");
        return check.Step() && check.Text(0) == "ok";
    }

    private static ViewDatabase? TryOpen(string path)
    {
        SqliteDatabase? database = null;
        try
        {
            database = SqliteDatabase.Open(path);
            database.Execute(DerivedFile.Settings(cacheKilobytes: 64_000));
            var version = database.Scalar("PRAGMA user_version");
            if (version is 0)
            {
                database.Execute(
                    $"""
                    CREATE TABLE position(sequence INTEGER NOT NULL, mark BLOB NOT NULL);
                    INSERT INTO position VALUES(0, x'');
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
