using System.Globalization;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Scores;

namespace Supervision.Silo.Views;

/// <summary>
/// Lists come from the view; one order is read from its entity and its stream, which are never behind.
/// </summary>
public sealed class OrderList : IOrderList
{
    private const string UnitSteps = "waits IN (0, 1, 2)"; // acknowledge, feedback, rectify
    private const string SupervisorSteps = "waits IN (3, 5)"; // verify, decide

    private readonly ViewDatabase database;
    private readonly IEngine engine;
    private readonly IJournal journal;
    private readonly IRuleShelf rules;

    /// <summary>Follows the view.</summary>
    public OrderList(ViewDatabase database, OrdersView view, IEngine engine, IJournal journal, IRuleShelf rules)
    {
        (this.database, this.engine, this.journal, this.rules) = (database, engine, journal, rules);
        view.Changed += rows => Changed?.Invoke(rows);
    }

    /// <inheritdoc />
    public event Action<IReadOnlyList<OrderRow>>? Changed;

    /// <inheritdoc />
    public Page<OrderRow> Find(OrderQuery query) => query.Counted is { } counted
        ? FindCounted(query, counted)
        : FindAny(query);

    private Page<OrderRow> FindAny(OrderQuery query) => database.Read(reader =>
    {
        var filter = FilterOf(query);
        using var count = reader.Prepare("SELECT count(*) FROM orders" + filter.Where);
        filter.Bind(count);
        var total = count.Step() ? count.Int64(0) : 0;

        var sort = query.WaitsFor is null ? "issued" : "-due"; // the most urgent is due first
        filter.AndAfter(sort, "no", Cursor.Parse(query.After));
        using var select = reader.Prepare(string.Create(CultureInfo.InvariantCulture,
            $"SELECT row, {sort} FROM orders{filter.Where} ORDER BY {sort} DESC, no DESC LIMIT {query.Limit + 1}"));
        filter.Bind(select);
        List<(OrderRow Row, long Sort)> rows = [];
        while (select.Step())
        {
            rows.Add((OrdersView.Decode(select.Blob(0)), select.Int64(1)));
        }

        var page = rows.Take(query.Limit).Select(entry => entry.Row).ToArray();
        var next = rows.Count > query.Limit ? new Cursor(rows[query.Limit - 1].Sort, page[^1].No).ToString() : null;
        return new Page<OrderRow>(page, next, total);
    });

    /// <summary>What a figure counted: the computation of the figure itself decides.</summary>
    private Page<OrderRow> FindCounted(OrderQuery query, ScoreEvidence counted) => database.Read(reader =>
    {
        var calendar = rules.ContextOf(null, engine.Now).Calendars.Common;
        var from = counted.Period.First.ToDateTime(TimeOnly.MinValue).Ticks - TimeSpan.TicksPerDay;
        var to = counted.Period.Last.ToDateTime(TimeOnly.MaxValue).Ticks + TimeSpan.TicksPerDay;
        var filter = new SqlFilter().And("issued BETWEEN ? AND ?", from, to).AndWithin(query.Scope);
        using var select = reader.Prepare(
            $"SELECT row, issued FROM orders{filter.Where} ORDER BY issued DESC, no DESC");
        filter.Bind(select);
        var after = Cursor.Parse(query.After);
        List<(OrderRow Row, Cursor Cursor)> rows = [];
        var total = 0L;
        while (select.Step())
        {
            var row = OrdersView.Decode(select.Blob(0));
            var cursor = new Cursor(select.Int64(1), row.No);
            if (counted.Holds(row, calendar))
            {
                total++;
                if (rows.Count <= query.Limit && (after is not { } last || cursor.IsAfter(last)))
                {
                    rows.Add((row, cursor));
                }
            }
        }

        return new Page<OrderRow>(
            [.. rows.Take(query.Limit).Select(row => row.Row)],
            rows.Count > query.Limit ? rows[query.Limit - 1].Cursor.ToString() : null, total);
    });

    /// <inheritdoc />
    public async ValueTask<OrderFile?> OpenAsync(string no, CancellationToken cancellationToken)
    {
        var stream = new StreamId(EntityKind.Order, no);
        if (await engine.ReadAsync(stream, cancellationToken)
            is not { State: OrderState { Row: { } row } state } snapshot)
        {
            return null;
        }

        var entries = await journal.ReadStreamAsync(stream, snapshot.LastSequence, 0, cancellationToken);
        return new OrderFile(
            row, [.. entries.SelectMany(OrderTimeline.LinesOf)],
            row.EndedAt is null ? Remaining(row, engine.Now) : null, OrderParties.Barred(state));
    }

    /// <inheritdoc />
    public IReadOnlyList<(string No, string Reference)> OfAlert(string alert) => database.Read(reader =>
    {
        using var select = reader.Prepare("SELECT no, reference FROM order_cause WHERE alert = ?1 ORDER BY at");
        select.Bind(1, alert);
        List<(string, string)> found = [];
        while (select.Step())
        {
            found.Add((select.Text(0), select.Text(1)));
        }

        return found;
    });

    /// <inheritdoc />
    public TimeSpan Remaining(OrderRow row, DateTimeOffset now) => row.DueAt is { } due
        ? rules.ContextOf(null, now).Calendars.Of(row.Unit.Hall).OfficeTimeBetween(now, due)
        : TimeSpan.Zero;

    private static SqlFilter FilterOf(OrderQuery query)
    {
        var filter = new SqlFilter()
            .And("state = ?", (long?)query.State)
            .And("source = ?", (long?)query.Source)
            .And("open = ?", query.Open is { } open ? open ? 1 : 0 : null)
            .And("rung >= ?", (long?)query.RungFrom)
            .And("hall = ?", query.Hall)
            .AndContains("text", query.Text)
            .AndWithin(query.Scope);
        return query.WaitsFor is { } person ? OnDeskOf(filter.And("open = ?", 1L), person) : filter;
    }

    /// <summary>What <see cref="OrderParties"/> lets a person do, as a condition.</summary>
    private static SqlFilter OnDeskOf(SqlFilter filter, Actor person)
    {
        const string within = "? IN (hall, department, window)";
        var organisation = person.Organisation;
        return person.Role switch
        {
            Role.Inspector => filter.AndAlways(SupervisorSteps).And(within, organisation),
            Role.Clerk => filter.AndAlways(UnitSteps)
                .And($"(person = ? OR (person IS NULL AND {within}))", person.Staff ?? "", organisation ?? ""),
            Role.Manager => filter.AndAlways(UnitSteps).And(within, organisation ?? "-"),
            Role.Leader when organisation is not null => filter.AndAlways(UnitSteps)
                .And("rung >= ?", (long)LadderRung.CentreLeader).And(within, organisation),
            Role.Leader => filter.And($"(state = ? OR ({UnitSteps} AND rung >= ?))",
                (long)OrderStatus.Appealed, (long)LadderRung.GovernmentLeader),
            _ => filter.AndAlways("0"),
        };
    }
}
