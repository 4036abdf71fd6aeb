using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>Reads the alerts view.</summary>
public sealed class AlertList : IAlertList
{
    private const string Columns =
        "id, kind, level, clock, code, subject, at, offset, recorded, state, window, department, hall, item, because, "
        + "revoked";

    /// <summary>Alerts announced one by one after a batch; a storm beyond it is seen by asking for the list.</summary>
    private const int AnnouncedMax = 200;

    private readonly ViewDatabase database;

    /// <summary>Follows the view.</summary>
    public AlertList(ViewDatabase database, AlertsView view)
    {
        this.database = database;
        view.Changed += Announce;
    }

    /// <inheritdoc />
    public event Action<AlertRow>? Changed;

    /// <inheritdoc />
    public Page<AlertRow> Find(AlertQuery query) => database.Read(reader =>
    {
        var filter = FilterOf(query);
        var total = Count(reader, filter);
        filter.AndAfter("at", "id", Cursor.Parse(query.After));
        using var select = reader.Prepare(
            string.Create(CultureInfo.InvariantCulture,
                $"SELECT {Columns} FROM alert{filter.Where} ORDER BY at DESC, id DESC LIMIT {query.Limit + 1}"));
        filter.Bind(select);
        List<AlertRow> rows = [];
        while (select.Step())
        {
            rows.Add(RowOf(select));
        }

        var more = rows.Count > query.Limit;
        if (more)
        {
            rows.RemoveAt(query.Limit);
        }

        return new Page<AlertRow>(rows, more ? new Cursor(rows[^1].At.UtcTicks, rows[^1].Id).ToString() : null, total);
    });

    /// <inheritdoc />
    public AlertRow? Find(string id) => database.Read(reader => Find(reader, id));

    /// <inheritdoc />
    public IReadOnlyDictionary<string, long> OpenByWindow(string hall) => database.Read(reader =>
    {
        using var select = reader.Prepare(
            "SELECT window, count(*) FROM alert WHERE hall = ?1 AND state = 0 AND window IS NOT NULL "
            + "AND substr(code, 1, 7) <> 'rating.' GROUP BY window");
        select.Bind(1, hall); // the state is written out, or the index of open alerts would not be taken
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        while (select.Step())
        {
            counts[select.Text(0)] = select.Int64(1);
        }

        return counts;
    });

    /// <summary>Every alert of one subject, oldest first.</summary>
    public IReadOnlyList<AlertRow> OfSubject(string subject) => database.Read(reader =>
    {
        using var select = reader.Prepare($"SELECT {Columns} FROM alert WHERE subject = ?1 ORDER BY at, id");
        select.Bind(1, subject);
        List<AlertRow> rows = [];
        while (select.Step())
        {
            rows.Add(RowOf(select));
        }

        return rows;
    });

    private static SqlFilter FilterOf(AlertQuery query) => new SqlFilter()
        .And("level = ?", (long?)query.Level)
        .And("state = ?", (long?)query.State)
        .And("kind = ?", (long?)query.Kind)
        .And("clock = ?", query.Clock)
        .And("substr(code, 1, 7) <> ?", query.Ratings ? null : AlertRow.RatingCodes)
        .And("hall = ?", query.Hall)
        .And("at >= ?", query.Since?.UtcTicks)
        .AndContains("upper(subject)", query.Text)
        .AndWithin(query.Scope)
        .AndCounted(query.Counted);

    private static long Count(SqliteDatabase reader, SqlFilter filter)
    {
        using var count = reader.Prepare("SELECT count(*) FROM alert" + filter.Where);
        filter.Bind(count);
        return count.Step() ? count.Int64(0) : 0;
    }

    private static AlertRow? Find(SqliteDatabase reader, string id)
    {
        using var select = reader.Prepare($"SELECT {Columns} FROM alert WHERE id = ?1");
        select.Bind(1, id);
        return select.Step() ? RowOf(select) : null;
    }

    private static AlertRow RowOf(SqliteStatement row) => new(
        row.Text(0), (AlertKind)row.Int64(1), (AlertLevel)row.Int64(2), row.TextOrNull(3), row.Text(4), row.Text(5),
        new DateTimeOffset(row.Int64(6), TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(row.Int64(7))),
        new DateTimeOffset(row.Int64(8), TimeSpan.Zero), (AlertState)row.Int64(9), row.TextOrNull(10),
        row.TextOrNull(11), row.TextOrNull(12), row.TextOrNull(13), row.Text(14), row.TextOrNull(15));

    private void Announce(IReadOnlyList<string> ids)
    {
        if (Changed is not { } changed)
        {
            return;
        }

        // Of a storm the newest are announced: they are what a screen has room for.
        var rows = database.Read(reader => ids
            .Skip(Math.Max(0, ids.Count - AnnouncedMax))
            .Select(id => Find(reader, id))
            .OfType<AlertRow>()
            .ToArray());
        Array.ForEach(rows, changed);
    }
}
