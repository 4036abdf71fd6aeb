using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// A table of rows that events carry whole: the newest of each key is what lists show.
/// </summary>
/// <param name="database">The view database.</param>
/// <param name="type">How a row is stored.</param>
public abstract class RowsView<TRow>(ViewDatabase database, JsonTypeInfo<TRow> type) : IView
    where TRow : class
{
    private Dictionary<string, TRow> pending = new(StringComparer.Ordinal);
    private Dictionary<string, TRow> sealedRows = new(StringComparer.Ordinal);
    private SqliteStatement? save;

    /// <summary>Told, after they are readable, of rows that changed.</summary>
    public event Action<IReadOnlyList<TRow>>? Changed;

    /// <inheritdoc />
    public abstract string Schema { get; }

    /// <summary>The row an event carries, with its key; null when it carries none.</summary>
    protected abstract (string Key, TRow Row)? RowOf(DomainEvent @event);

    /// <summary>The statement that saves a row, its stored form as the last parameter.</summary>
    protected abstract string Save { get; }

    /// <summary>Binds everything but the stored form.</summary>
    /// <returns>How many parameters were bound.</returns>
    protected abstract int Bind(SqliteStatement statement, TRow row);

    /// <inheritdoc />
    public void Apply(JournalEntry entry)
    {
        foreach (var @event in entry.Turn.Events)
        {
            if (RowOf(@event) is { } moved)
            {
                pending[moved.Key] = moved.Row;
            }
        }
    }

    /// <inheritdoc />
    public void Seal() => (pending, sealedRows) = (sealedRows, pending);

    /// <inheritdoc />
    public void Flush()
    {
        save ??= database.Writer.Prepare(Save);
        foreach (var row in sealedRows.Values)
        {
            var bound = Bind(save, row);
            save.Bind(bound + 1, JsonSerializer.SerializeToUtf8Bytes(row, type)).Run();
        }
    }

    /// <inheritdoc />
    public void Announce()
    {
        TRow[] rows = [.. sealedRows.Values];
        sealedRows.Clear();
        if (rows.Length > 0)
        {
            Changed?.Invoke(rows);
        }
    }

    /// <summary>One page of a table whose last column is the stored row.</summary>
    /// <param name="reader">A reading connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="sort">Integer it is sorted by, descending; then by <paramref name="key"/>.</param>
    /// <param name="key">Text that tells rows apart.</param>
    /// <param name="filter">Which rows.</param>
    /// <param name="after">Cursor of the previous page.</param>
    /// <param name="limit">From 1 to 1000.</param>
    /// <param name="type">How a row is stored.</param>
    internal static Core.Reading.Page<TRow> Page(
        SqliteDatabase reader, string table, string sort, string key, SqlFilter filter, string? after, int limit,
        JsonTypeInfo<TRow> type)
    {
        using var count = reader.Prepare($"SELECT count(*) FROM {table}{filter.Where}");
        filter.Bind(count);
        var total = count.Step() ? count.Int64(0) : 0;
        filter.AndAfter(sort, key, Cursor.Parse(after));
        using var select = reader.Prepare(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"SELECT row, {sort}, {key} FROM {table}{filter.Where} ORDER BY {sort} DESC, {key} DESC "
            + $"LIMIT {limit + 1}"));
        filter.Bind(select);
        List<(TRow Row, Cursor Cursor)> rows = [];
        while (select.Step())
        {
            rows.Add((
                JsonSerializer.Deserialize(select.Blob(0), type)!, new Cursor(select.Int64(1), select.Text(2))));
        }

        var next = rows.Count > limit ? rows[limit - 1].Cursor.ToString() : null;
        return new([.. rows.Take(limit).Select(row => row.Row)], next, total);
    }
}
