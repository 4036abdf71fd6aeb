using Supervision.Core.Complaints;
using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>Every complaint as lists show it.</summary>
public sealed class ComplaintsView : RowsView<ComplaintRow>
{
    /// <summary>Prepares the view on the writing connection.</summary>
    public ComplaintsView(ViewDatabase database)
        : base(database, StoredJson.Storage.ComplaintRow) => database.Writer.Execute(Schema);

    /// <inheritdoc />
    public override string Schema =>
        """
        CREATE TABLE IF NOT EXISTS complaint(
            no TEXT PRIMARY KEY, filed INTEGER NOT NULL, open INTEGER NOT NULL, overdue INTEGER NOT NULL, hall TEXT,
            department TEXT, window TEXT, text TEXT NOT NULL, row BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS complaint_filed ON complaint(filed, no);
        """;

    /// <inheritdoc />
    protected override string Save =>
        "INSERT OR REPLACE INTO complaint(no, filed, open, overdue, hall, department, window, text, row) "
        + "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

    /// <inheritdoc />
    protected override (string Key, ComplaintRow Row)? RowOf(DomainEvent @event) =>
        @event is ComplaintMoved { After: var row } ? (row.No, row) : null;

    /// <inheritdoc />
    protected override int Bind(SqliteStatement statement, ComplaintRow row)
    {
        statement.Bind(1, row.No).Bind(2, (row.FiledAt ?? row.AnsweredAt)?.UtcTicks ?? 0);
        statement.Bind(3, row.AnsweredAt is null ? 1 : 0).Bind(4, row.Overdue ? 1 : 0).Bind(5, row.Hall);
        statement.Bind(6, row.Department).Bind(7, row.Window).Bind(8, row.No.ToUpperInvariant());
        return 8;
    }
}

/// <summary>Complaints as the view holds them.</summary>
public sealed class ComplaintList : IComplaintList
{
    private readonly ViewDatabase database;

    /// <summary>Follows the view.</summary>
    public ComplaintList(ViewDatabase database, ComplaintsView view)
    {
        this.database = database;
        view.Changed += rows => Changed?.Invoke(rows);
    }

    /// <inheritdoc />
    public event Action<IReadOnlyList<ComplaintRow>>? Changed;

    /// <inheritdoc />
    public Page<ComplaintRow> Find(ComplaintQuery query) => database.Read(reader => RowsView<ComplaintRow>.Page(
        reader, "complaint", "filed", "no", new SqlFilter()
            .And("open = ?", query.Open is { } open ? open ? 1 : 0 : null)
            .And("overdue = ?", query.Overdue is { } overdue ? overdue ? 1 : 0 : null)
            .And("hall = ?", query.Hall)
            .AndContains("text", query.Text)
            .AndWithin(query.Scope),
        query.After, query.Limit, StoredJson.Storage.ComplaintRow));
}
