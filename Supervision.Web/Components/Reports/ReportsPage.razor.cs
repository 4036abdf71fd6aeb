using Microsoft.AspNetCore.Components;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Core.Reports;
using Supervision.Core.Rules;
using Supervision.Silo.Jobs;
using Supervision.Silo.Reports;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Components.Reports;

/// <summary>Every report of the last year, with where it stands.</summary>
public partial class ReportsPage
{
    private const int MonthsShown = 12;
    private const int QuartersShown = 4;

    [Inject] private IRuleShelf Shelf { get; set; } = null!;

    [Inject] private IEngine Engine { get; set; } = null!;

    [Inject] private JobRunner Runner { get; set; } = null!;

    [Inject] private ReportDesk Desk { get; set; } = null!;

    private ReportRules Rules => Shelf.Current.Reports;

    private List<Row> Investment { get; } = [];

    private List<Row> Bulletins { get; } = [];

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var context = Shelf.ContextOf(null, Engine.Now);
        var month = Cycle.Of(CycleUnit.Month, context.Calendars.Common.DateOf(context.Now)).Previous;
        for (var i = 0; i < MonthsShown; i++, month = month.Previous)
        {
            Investment.Add(new(
                month, await Desk.ReadAsync(ReportKind.Investment, month, Context.RequestAborted),
                Runner.DueAt(JobKind.InvestmentReport, month)));
            await AddBulletinAsync(month, JobKind.MonthBulletin);
        }

        var today = context.Calendars.Common.DateOf(context.Now);
        var quarter = Cycle.Of(CycleUnit.Quarter, today).Previous;
        for (var i = 0; i < QuartersShown; i++, quarter = quarter.Previous)
        {
            await AddBulletinAsync(quarter, JobKind.QuarterBulletin);
        }

        await AddBulletinAsync(Cycle.Of(CycleUnit.Year, today).Previous, JobKind.YearBulletin);
    }

    private async Task AddBulletinAsync(Cycle period, JobKind job) => Bulletins.Add(new(
        period, await Desk.ReadAsync(ReportKind.Bulletin, period, Context.RequestAborted), Runner.DueAt(job, period)));

    /// <summary>Its number, or that its day passed without it; null while nobody waits for it.</summary>
    private static string? NumberOf(ReportState state) =>
        state.Report?.Number ?? (state.IsMissed ? Words.Of("reports.missed") : null);

    private sealed record Row(Cycle Period, ReportState State, DateTimeOffset DueAt);
}
