using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Core.Reports;
using Supervision.Silo.Auditing;
using Supervision.Silo.Reports;
using Supervision.Web.Api;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Reports;

/// <summary>The investment report of a month: what was issued, and the proof that it was sent.</summary>
public partial class InvestmentPage
{
    [Inject] private ReportDesk Desk { get; set; } = null!;

    [Inject] private AuditLog Audit { get; set; } = null!;

    [Inject] private InvestmentExport Columns { get; set; } = null!;

    private Cycle? Month { get; set; }

    private ReportState State { get; set; } = new(null, []);

    private ImmutableArray<InvestmentLine> Lines { get; set; } = [];

    private string FormKey { get; } = Guid.NewGuid().ToString("N");

    private bool MayAct => Caller.Of(Context).Who is Who.Inspector or Who.Admin && Person.Organisation is null;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (Cycle.TryParse(Asked("period"), out var month) && month.Unit == CycleUnit.Month)
        {
            Month = month;
            Audit.Write(Context, AuditKind.Exported, $"investment {month}", "page");
            await ReadAsync(month);
        }
    }

    private async Task ReadAsync(Cycle month) =>
        (State, Lines) = await ReportEndpoints.ReadAsync(Desk, month, Context.RequestAborted);

    private async Task CarryAsync()
    {
        if (Month is { } month && State.Report is { } report)
        {
            await ToldAsync(month, "reports.carried", await Desk.NoteByHandAsync(
                report, Sent("to").Trim(), Person, $"{Person.Id}:{Sent("key")}", Context.RequestAborted));
        }
    }

    private async Task CorrectAsync()
    {
        if (Month is { } month)
        {
            await ToldAsync(month, "reports.corrected", await Desk.IssueInvestmentAsync(
                month, (Person, Sent("reason"), $"{Person.Id}:{Sent("key")}"), Context.RequestAborted));
        }
    }

    private async Task ToldAsync(Cycle month, string done, Refusal? refusal)
    {
        if (refusal is null)
        {
            Done = Words.Of(done);
            await ReadAsync(month);
        }
        else
        {
            Faults = [Words.Has($"refusal.{refusal.Code}") ? Words.Of($"refusal.{refusal.Code}") : refusal.Why];
        }
    }
}
