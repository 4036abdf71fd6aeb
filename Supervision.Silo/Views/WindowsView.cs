using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Core.Windows;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>Every window as it stands.</summary>
public sealed class WindowsView : RowsView<WindowRow>
{
    /// <summary>Prepares the view on the writing connection.</summary>
    public WindowsView(ViewDatabase database)
        : base(database, StoredJson.Storage.WindowRow) => database.Writer.Execute(Schema);

    /// <inheritdoc />
    public override string Schema =>
        """
        CREATE TABLE IF NOT EXISTS window_now(
            window TEXT PRIMARY KEY, hall TEXT NOT NULL, department TEXT, state INTEGER NOT NULL, text TEXT NOT NULL,
            row BLOB NOT NULL
        ) WITHOUT ROWID;
        """;

    /// <inheritdoc />
    protected override string Save =>
        "INSERT OR REPLACE INTO window_now(window, hall, department, state, text, row) VALUES(?1, ?2, ?3, ?4, ?5, ?6)";

    /// <inheritdoc />
    protected override (string Key, WindowRow Row)? RowOf(DomainEvent @event) =>
        @event is WindowMoved { After: var row } ? (row.Id, row) : null;

    /// <inheritdoc />
    protected override int Bind(SqliteStatement statement, WindowRow row)
    {
        statement.Bind(1, row.Id).Bind(2, row.Hall).Bind(3, row.Department).Bind(4, (long)row.State);
        statement.Bind(5, row.Id.ToUpperInvariant());
        return 5;
    }
}
