using SQLitePCL;

namespace Supervision.Silo.Storage;

/// <summary>One prepared statement. Parameters count from 1, columns from 0, as in SQLite itself.</summary>
public sealed class SqliteStatement : IDisposable
{
    private readonly SqliteDatabase database;
    private readonly sqlite3_stmt statement;
    private readonly string sql;

    internal SqliteStatement(SqliteDatabase database, sqlite3_stmt statement, string sql)
    {
        this.database = database;
        this.statement = statement;
        this.sql = sql;
    }

    /// <summary>Binds an integer.</summary>
    public SqliteStatement Bind(int parameter, long value) =>
        Checked(raw.sqlite3_bind_int64(statement, parameter, value));

    /// <summary>Binds an integer or NULL.</summary>
    public SqliteStatement Bind(int parameter, long? value) => value is { } number
        ? Bind(parameter, number)
        : Checked(raw.sqlite3_bind_null(statement, parameter));

    /// <summary>Binds a real number.</summary>
    public SqliteStatement Bind(int parameter, double value) =>
        Checked(raw.sqlite3_bind_double(statement, parameter, value));

    /// <summary>Binds a text or NULL.</summary>
    public SqliteStatement Bind(int parameter, string? value) => value is null
        ? Checked(raw.sqlite3_bind_null(statement, parameter))
        : Checked(raw.sqlite3_bind_text(statement, parameter, value));

    /// <summary>Binds bytes.</summary>
    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value) =>
        Checked(raw.sqlite3_bind_blob(statement, parameter, value));

    /// <summary>Binds a text that is UTF-8 already.</summary>
    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> utf8) =>
        Checked(raw.sqlite3_bind_text(statement, parameter, utf8));

    /// <summary>Binds NULL.</summary>
    public SqliteStatement BindNull(int parameter) => Checked(raw.sqlite3_bind_null(statement, parameter));

    /// <summary>Moves to the next row; false when there is none.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw FailureAfterReset(code),
        };
    }

    /// <summary>Runs a statement that returns no rows, and makes it ready for the next run.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    /// <summary>Makes the statement ready for another run; bindings stay.</summary>
    public SqliteStatement Reset()
    {
        _ = raw.sqlite3_reset(statement); // repeats the error of the last step, which was thrown there
        return this;
    }

    /// <summary>Whether the column is NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>Storage class of the column, as <c>raw.SQLITE_INTEGER</c> and so on.</summary>
    public int TypeOf(int column) => raw.sqlite3_column_type(statement, column);

    /// <summary>Reads an integer; 0 for NULL.</summary>
    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>Reads an integer or NULL.</summary>
    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    /// <summary>Reads a real number.</summary>
    public double Double(int column) => raw.sqlite3_column_double(statement, column);

    /// <summary>Reads a text; empty for NULL.</summary>
    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "";

    /// <summary>Reads a text or NULL.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>A text's bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(statement, column);

    /// <summary>The column's bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    /// <inheritdoc />
    public void Dispose()
    {
        database.Forget(this);
        statement.Dispose();
    }

    private SqliteStatement Checked(int code) => code == raw.SQLITE_OK ? this : throw FailureAfterReset(code);

    private SqliteException FailureAfterReset(int code)
    {
        var failure = database.Failure(code, sql);
        _ = raw.sqlite3_reset(statement);
        return failure;
    }
}
