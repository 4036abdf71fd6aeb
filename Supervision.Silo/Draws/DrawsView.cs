using Supervision.Core.Draws;
using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;
using Supervision.Silo.Views;

namespace Supervision.Silo.Draws;

/// <summary>Every draw as lists show it.</summary>
public sealed class DrawsView : RowsView<DrawRow>
{
    /// <summary>Prepares the view on the writing connection.</summary>
    public DrawsView(ViewDatabase database)
        : base(database, StoredJson.Storage.DrawRow) => database.Writer.Execute(Schema);

    /// <inheritdoc />
    public override string Schema =>
        """
        CREATE TABLE IF NOT EXISTS draw(
            no TEXT PRIMARY KEY, planned INTEGER NOT NULL, status TEXT NOT NULL, text TEXT NOT NULL, row BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS draw_planned ON draw(planned, no);
        """;

    /// <inheritdoc />
    protected override string Save =>
        "INSERT OR REPLACE INTO draw(no, planned, status, text, row) VALUES(?1, ?2, ?3, ?4, ?5)";

    /// <inheritdoc />
    protected override (string Key, DrawRow Row)? RowOf(DomainEvent @event) =>
        @event is DrawMoved { After: var row } ? (row.No, row) : null;

    /// <inheritdoc />
    protected override int Bind(SqliteStatement statement, DrawRow row)
    {
        statement.Bind(1, row.No).Bind(2, row.PlannedAt.UtcTicks).Bind(3, row.Status.ToString())
            .Bind(4, $"{row.No} {row.Title}".ToUpperInvariant());
        return 4;
    }
}

/// <summary>Draws as the view holds them.</summary>
public sealed class DrawList : IDrawList
{
    private readonly ViewDatabase database;

    /// <summary>Follows the view.</summary>
    public DrawList(ViewDatabase database, DrawsView view)
    {
        this.database = database;
        view.Changed += rows => Changed?.Invoke(rows);
    }

    /// <inheritdoc />
    public event Action<IReadOnlyList<DrawRow>>? Changed;

    /// <inheritdoc />
    public Page<DrawRow> Find(DrawQuery query) => database.Read(reader => RowsView<DrawRow>.Page(
        reader, "draw", "planned", "no", new SqlFilter()
            .And("status = ?", query.Status?.ToString())
            .AndContains("text", query.Text),
        query.After, query.Limit, StoredJson.Storage.DrawRow));
}
