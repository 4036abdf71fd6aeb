using System.Globalization;
using System.Text.Json;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>Every patrol that was recorded.</summary>
public sealed class PatrolsView : RowsView<PatrolRow>
{
    /// <summary>Prepares the view on the writing connection.</summary>
    public PatrolsView(ViewDatabase database)
        : base(database, StoredJson.Storage.PatrolRow) => database.Writer.Execute(Schema);

    /// <inheritdoc />
    public override string Schema =>
        """
        CREATE TABLE IF NOT EXISTS patrol(id TEXT PRIMARY KEY, at INTEGER NOT NULL, row BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS patrol_at ON patrol(at, id);
        """;

    /// <inheritdoc />
    protected override string Save => "INSERT OR REPLACE INTO patrol(id, at, row) VALUES(?1, ?2, ?3)";

    /// <inheritdoc />
    protected override (string Key, PatrolRow Row)? RowOf(DomainEvent @event)
    {
        if (@event is not FactRecorded { Fact: { Data: PatrolRecorded data } fact })
        {
            return null;
        }

        var id = fact.Identity.ToString("x32", CultureInfo.InvariantCulture);
        return (id, new(
            id, fact.Subject, data.SignedAt ?? fact.OccurredAt, data.Kind, data.Inspector, [.. data.Findings ?? []])
        {
            Words = data.Extra?.GetValueOrDefault("words") is { ValueKind: JsonValueKind.String } words
                ? words.GetString()
                : null,
            Photos = [.. data.Photos ?? []],
        });
    }

    /// <inheritdoc />
    protected override int Bind(SqliteStatement statement, PatrolRow row)
    {
        statement.Bind(1, row.Id).Bind(2, row.At.UtcTicks);
        return 2;
    }
}

/// <summary>Patrols as the view holds them.</summary>
public sealed class PatrolList(ViewDatabase database) : IPatrolList
{
    /// <inheritdoc />
    public Page<PatrolRow> Find(DateTimeOffset from, DateTimeOffset to, string? after, int limit) => database.Read(
        reader => RowsView<PatrolRow>.Page(
            reader, "patrol", "at", "id", new SqlFilter()
                .And("at >= ?", from.UtcTicks)
                .And("at < ?", to.UtcTicks),
            after, limit, StoredJson.Storage.PatrolRow));

    /// <inheritdoc />
    public PatrolRow? Open(string id) => database.Read(reader =>
    {
        using var select = reader.Prepare("SELECT row FROM patrol WHERE id = ?1");
        return select.Bind(1, id).Step()
            ? JsonSerializer.Deserialize(select.Blob(0), StoredJson.Storage.PatrolRow)
            : null;
    });
}
