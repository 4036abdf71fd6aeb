using System.Globalization;
using Supervision.Core.Cases;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// Lists come from the view; one case is read from its entity and its stream, which are never behind.
/// </summary>
public sealed class CaseList(
    ViewDatabase database, AlertList alerts, IEngine engine, IJournal journal, IRuleShelf rules) : ICaseList
{
    /// <inheritdoc />
    public Page<CaseRow> Find(CaseQuery query) => query.Counted is { } counted
        ? FindCounted(query, counted)
        : FindAny(query);

    private Page<CaseRow> FindAny(CaseQuery query) => database.Read(reader =>
    {
        var filter = new SqlFilter()
            .And("state = ?", (long?)query.State)
            .And("overdue = ?", query.Overdue is { } overdue ? overdue ? 1 : 0 : null)
            .And("hall = ?", query.Hall)
            .AndContains("text", query.Text)
            .AndWithin(query.Scope);
        var total = Count(reader, query, filter);
        if (total == 0)
        {
            return new Page<CaseRow>([], null, 0); // nothing is looked for where nothing can be found
        }

        filter.AndAfter("sort", "no", Cursor.Parse(query.After));
        using var select = reader.Prepare(string.Create(CultureInfo.InvariantCulture,
            $"SELECT row, sort FROM cases{filter.Where} ORDER BY sort DESC, no DESC LIMIT {query.Limit + 1}"));
        filter.Bind(select);
        List<(CaseRow Row, long Sort)> rows = [];
        while (select.Step())
        {
            rows.Add((CasesView.Decode(select.Blob(0)), select.Int64(1)));
        }

        var page = rows.Take(query.Limit).Select(entry => entry.Row).ToArray();
        var next = rows.Count > query.Limit ? new Cursor(rows[query.Limit - 1].Sort, page[^1].No).ToString() : null;
        return new Page<CaseRow>(page, next, total);
    });

    /// <summary>How many there are: what is searched for is counted, anything else is kept.</summary>
    private static long Count(SqliteDatabase reader, CaseQuery query, SqlFilter filter)
    {
        if (string.IsNullOrWhiteSpace(query.Text))
        {
            return CaseCounts.Count(reader, filter);
        }

        using var count = reader.Prepare("SELECT count(*) FROM cases" + filter.Where);
        filter.Bind(count);
        return count.Step() ? count.Int64(0) : 0;
    }

    /// <summary>
    /// What a figure counted: the table narrows it to the unit and about the month, the computation of the figure
    /// itself decides.
    /// </summary>
    private Page<CaseRow> FindCounted(CaseQuery query, ScoreEvidence counted)
    {
        var calendar = rules.ContextOf(null, engine.Now).Calendars.Common;
        var column = SqlFilter.ColumnOf(counted.Unit.Of);
        var from = counted.Period.First.ToDateTime(TimeOnly.MinValue).Ticks - TimeSpan.TicksPerDay;
        var to = counted.Period.Last.ToDateTime(TimeOnly.MaxValue).Ticks + TimeSpan.TicksPerDay;
        return database.Read(reader =>
        {
            var filter = new SqlFilter()
                .And($"{column} = ?", column is "" or "staff" ? null : counted.Unit.Id)
                .AndWithin(query.Scope);
            filter = counted.Input == ScoreInputs.OverdueOpen
                ? filter.AndAlways("overdue = 1")
                : filter.And("(sort BETWEEN ? AND ?", from, to).Or("ended BETWEEN ? AND ?)", from, to);
            using var select = reader.Prepare($"SELECT row, sort FROM cases{filter.Where} ORDER BY sort DESC, no DESC");
            filter.Bind(select);
            var after = Cursor.Parse(query.After);
            List<(CaseRow Row, Cursor Cursor)> rows = [];
            var total = 0L;
            while (select.Step())
            {
                var row = CasesView.Decode(select.Blob(0));
                if (!counted.Holds(row, calendar))
                {
                    continue;
                }

                total++;
                var cursor = new Cursor(select.Int64(1), row.No);
                if (rows.Count <= query.Limit && (after is not { } last || cursor.IsAfter(last)))
                {
                    rows.Add((row, cursor));
                }
            }

            return new Page<CaseRow>(
                [.. rows.Take(query.Limit).Select(row => row.Row)],
                rows.Count > query.Limit ? rows[query.Limit - 1].Cursor.ToString() : null, total);
        });
    }

    /// <inheritdoc />
    public async ValueTask<CaseFile?> OpenAsync(string no, CancellationToken cancellationToken)
    {
        var stream = new StreamId(EntityKind.Case, no);
        if (await engine.ReadAsync(stream, cancellationToken) is not { State: CaseState state } snapshot)
        {
            return null;
        }

        var entries = await journal.ReadStreamAsync(stream, snapshot.LastSequence, 0, cancellationToken);
        var context = rules.ContextOf(state.RulesVersion, engine.Now);
        var reading = CaseReading.Of(no, state.History, context).Without(state.Alerts);
        var calendar = context.Calendars.Of(reading.Row.Hall);
        return new CaseFile(
            reading.Row,
            [.. entries.SelectMany(entry => CaseTimeline.LinesOf(entry))],
            [.. CaseReading.ClocksOf(state.History, context).Select(clock => new ExplainedClock(
                clock.Reading, Clock.StateAt(clock.Rule, clock.Times, calendar, context.Now),
                Clock.Explain(clock.Rule, clock.Times, calendar, context.Now)))],
            [.. AlertsOf(state, reading, entries)]);
    }

    /// <summary>
    /// The case's alerts from its own stream: a card decided a moment ago is here even while the view is behind. One
    /// that stands is there for the reason it has now, one that was revoked for the last it had.
    /// </summary>
    private IEnumerable<AlertRow> AlertsOf(
        CaseState state, CaseReading reading, IReadOnlyList<JournalEntry> entries)
    {
        var reasons = ReasonsOf(entries);
        foreach (var alert in reading.Alerts)
        {
            reasons[alert.Key] = alert.Because;
        }

        var known = alerts.OfSubject(state.Row.No).ToDictionary(row => row.Id, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            foreach (var raised in entry.Turn.Events.OfType<AlertRaised>())
            {
                var id = $"{entry.Turn.Stream}:{raised.Alert.Key}";
                var mark = state.Alerts.First(mark => mark.Key == raised.Alert.Key);
                yield return CaseTimeline.RowOf(
                    entry, raised, mark, reasons[mark.Key], known.GetValueOrDefault(id)?.RevokedBecause);
            }
        }
    }

    /// <summary>The last reason of each alert ever raised, by key.</summary>
    private static Dictionary<string, string> ReasonsOf(IReadOnlyList<JournalEntry> entries)
    {
        Dictionary<string, string> reasons = new(StringComparer.Ordinal);
        foreach (var @event in entries.SelectMany(entry => entry.Turn.Events))
        {
            var (key, because) = @event switch
            {
                AlertRaised e => (e.Alert.Key, e.Alert.Because),
                AlertRestored e => (e.Key, e.AlertBecause),
                AlertMovedInTime e => (e.Key, e.AlertBecause),
                _ => ("", null),
            };
            if (because is not null)
            {
                reasons[key] = because;
            }
        }

        return reasons;
    }
}
