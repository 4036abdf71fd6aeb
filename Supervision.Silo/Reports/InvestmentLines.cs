using System.Collections.Immutable;
using Supervision.Core.Clocks;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Reports;
using Supervision.Silo.Views;

namespace Supervision.Silo.Reports;

/// <summary>
/// The lines of an investment report: every case of an item the rule book calls an investment project that was open at
/// some time of the month. What happened after the month does not show in it.
/// </summary>
public sealed class InvestmentLines(ViewDatabase views, ICaseList cases, IEngine engine, IRuleShelf rules)
{
    /// <summary>The lines as the facts stand now, by department, item, day of acceptance and case.</summary>
    public async Task<ImmutableArray<InvestmentLine>> OfAsync(Cycle month, CancellationToken cancellationToken)
    {
        var context = rules.ContextOf(null, engine.Now);
        var calendar = context.Calendars.Common;
        var items = context.Rules.Items.Values.Where(item => item.Investment).Select(item => item.Id).ToHashSet(
            StringComparer.Ordinal);
        if (items.Count == 0)
        {
            return [];
        }

        var (start, end) = (month.StartsAt(calendar), month.EndsAt(calendar));
        List<CaseRow> open = [];
        PeriodCases.WalkOpen(views, start, end, items, open.Add);
        List<InvestmentLine> lines = [];
        foreach (var row in open)
        {
            lines.Add(await LineOfAsync(row, end, cancellationToken));
        }

        return
        [
            .. lines.OrderBy(line => line.Department, StringComparer.Ordinal)
                .ThenBy(line => line.Item, StringComparer.Ordinal)
                .ThenBy(line => line.AcceptedOn)
                .ThenBy(line => line.Case, StringComparer.Ordinal),
        ];
    }

    private async Task<InvestmentLine> LineOfAsync(
        CaseRow row, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var context = rules.ContextOf(null, engine.Now);
        var calendar = context.Calendars.Of(row.Hall);
        var item = context.Rules.Items.GetValueOrDefault(row.Item!);
        var department = row.Department ?? item?.Department;
        var promised = (await cases.OpenAsync(row.No, cancellationToken))?.Clocks
            .FirstOrDefault(clock => clock.Reading.Kind == ClockKind.Promised)?.Reading;
        return new(
            department is null
                ? ""
                : context.Rules.Organisation.Departments.GetValueOrDefault(department)?.Name ?? department,
            item?.Name ?? row.Item!, calendar.DateOf(row.AcceptedAt!.Value),
            row.EndedAt is { } ended && ended < end ? calendar.DateOf(ended) : null,
            promised?.Limit, promised is { } reading ? calendar.DateOf(reading.DueAt) : null, row.No);
    }
}
