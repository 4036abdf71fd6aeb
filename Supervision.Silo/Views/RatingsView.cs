using Supervision.Core.Entities;
using Supervision.Core.Ratings;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>The rating of every visit and matter that counts.</summary>
public sealed class RatingsView : RowsView<RatingRow>
{
    /// <summary>Prepares the view on the writing connection.</summary>
    public RatingsView(ViewDatabase database)
        : base(database, StoredJson.Storage.RatingRow) => database.Writer.Execute(Schema);

    /// <inheritdoc />
    public override string Schema =>
        """
        CREATE TABLE IF NOT EXISTS rating(
            id TEXT PRIMARY KEY, at INTEGER NOT NULL, day INTEGER NOT NULL, score INTEGER NOT NULL,
            isdefault INTEGER NOT NULL, hall TEXT, department TEXT, window TEXT, staff TEXT, item TEXT, owed INTEGER,
            cause TEXT NOT NULL, row BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS rating_at ON rating(at, id, score, isdefault, hall, window);
        CREATE INDEX IF NOT EXISTS rating_day ON rating(day, score, isdefault);
        CREATE INDEX IF NOT EXISTS rating_cause ON rating(cause);
        CREATE INDEX IF NOT EXISTS rating_owed ON rating(owed, id) WHERE owed IS NOT NULL;
        """;

    /// <inheritdoc />
    protected override string Save =>
        "INSERT OR REPLACE INTO rating(id, at, day, score, isdefault, hall, department, window, staff, item, owed, "
        + "cause, row) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

    /// <inheritdoc />
    protected override (string Key, RatingRow Row)? RowOf(DomainEvent @event) =>
        @event is RatingMoved { Mark.Row: var row } ? (row.Id, row) : null;

    /// <inheritdoc />
    protected override int Bind(SqliteStatement statement, RatingRow row)
    {
        statement.Bind(1, row.Id).Bind(2, row.At.UtcTicks).Bind(3, row.Day.DayNumber).Bind(4, row.Score);
        statement.Bind(5, row.IsDefault ? 1 : 0).Bind(6, row.Hall).Bind(7, row.Department).Bind(8, row.Window);
        statement.Bind(9, row.Staff).Bind(10, row.Item);
        statement.Bind(11, row.CalledAt is null ? row.CallbackDueAt?.UtcTicks : null).Bind(12, row.Cause);
        return 12;
    }
}
