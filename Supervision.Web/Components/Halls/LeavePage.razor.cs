using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Core.Staff;
using Supervision.Silo.Auditing;
using Supervision.Silo.Views;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Halls;

/// <summary>
/// Leave: whoever is a member of staff asks for their own, the manager or leader of the place decides, either cancels.
/// </summary>
public partial class LeavePage
{
    private const string Source = "/pages/leave";

    private static readonly string[] Kinds = ["annual", "personal", "sick", "business"];

    [Inject] private IAttendanceList List { get; set; } = null!;

    [Inject] private ViewFeeder Views { get; set; } = null!;

    private Page<LeaveRow> Found { get; set; } = new([], null, 0);

    private string Morning => $"{Text(Today)}T09:00";

    private string Evening => $"{Text(Today)}T17:00";

    private IEnumerable<StaffMember> Colleagues => Organisation.Staff.Values
        .Where(member => member.Hall == Organisation.Staff[Person.Staff!].Hall && member.Id != Person.Staff)
        .OrderBy(member => member.Id, StringComparer.Ordinal);

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Read();
    }

    private void Read()
    {
        // A clerk sees their own alone; who is no member of staff has none.
        var staff = Caller.Who == Who.Clerk ? Person.Staff : null;
        Audit.Write(Context, AuditKind.StaffRead, "leave", staff ?? "");
        Found = Caller.Who == Who.Clerk && staff is null
            ? Found
            : List.Leaves(
                Spelling.Parse<LeaveStatus>(Asked("state")), staff, Asked("after"), Options.Value.LinesPerPage,
                staff is null ? Caller.Scope : null);
    }

    private bool MayDecide(LeaveRow row) => row is { State: LeaveStatus.Requested }
        && LeaveParties.MayDecide(row.Staff, Person, Organisation);

    private bool MayCancel(LeaveRow row) => row.State is LeaveStatus.Requested or LeaveStatus.Approved
        && row.RequestedBy is not null && row.To > Now.Now && LeaveParties.MayAsk(row.Staff, Person, Organisation);

    private async Task AskAsync()
    {
        if (Person.Staff is not { } own || InstantOf(Sent("from")) is not { } from
            || InstantOf(Sent("to")) is not { } to)
        {
            Faults = [Words.Of("refusal.leave.span")];
            return;
        }

        var substitute = Sent("substitute") is { Length: > 0 } other ? other : null;
        await TakeAsync(own, new RequestLeave(from, to, KindOf(Sent("kind")), substitute, Person)
        {
            Source = Source,
            Id = CommandId,
            SubstituteAway = await AwayAsync(substitute, from, to),
        }, "leave.asked");
    }

    private async Task DecideAsync()
    {
        var (approve, refuse, cancel) = (Sent("approve"), Sent("refuse"), Sent("cancel"));
        var row = Found.Items.FirstOrDefault(known => known.No == approve + refuse + cancel);
        if (row is null || !(cancel.Length > 0 ? MayCancel(row) : MayDecide(row)))
        {
            Faults = [Words.Of("refusal.leave.closed")];
            return;
        }

        var id = $"{CommandId}:{row.No}";
        Command command = cancel.Length > 0
            ? new CancelLeave(row.No, null, Person) { Source = Source, Id = id }
            : new DecideLeave(row.No, approve.Length > 0, null, Person)
            {
                Source = Source,
                Id = id,
                SubstituteAway = approve.Length > 0 ? await AwayAsync(row.Substitute, row.From, row.To) : null,
            };
        await TakeAsync(
            row.Staff, command,
            cancel.Length > 0 ? "leave.cancelled" : approve.Length > 0 ? "leave.approved" : "leave.refused");
    }

    /// <summary>Carries a command out, and reads again once the list holds what followed.</summary>
    private async Task TakeAsync(string staff, Command command, string done)
    {
        var stream = new StreamId(EntityKind.Staff, staff);
        if (await Engine.CommandAsync(stream, command, Context.RequestAborted) is { } refusal)
        {
            Faults = [TextOf(refusal)];
            return;
        }

        Done = Words.Of(done);
        if (await Engine.ReadAsync(stream, Context.RequestAborted) is { } snapshot)
        {
            await Views.ReachAsync(snapshot.LastSequence, Context.RequestAborted);
        }

        Read();
    }

    private async Task<DateOnly?> AwayAsync(string? substitute, DateTimeOffset from, DateTimeOffset to)
    {
        if (substitute is null || from >= to || to - from > TimeSpan.FromDays(366))
        {
            return null;
        }

        var snapshot = await Engine.ReadAsync(new StreamId(EntityKind.Staff, substitute), Context.RequestAborted);
        return snapshot?.State is StaffState state ? SubstituteLeave.FirstDay(state, from, to, Now) : null;
    }

    /// <summary>What was sent, when it has to be mended; otherwise what the form offers.</summary>
    private string Kept(string field, string offered) => Faults.Count > 0 ? Sent(field) : offered;

    private static string? KindOf(string kind) => Kinds.Contains(kind) ? kind : null;

    private DateTimeOffset? InstantOf(string text) =>
        DateTime.TryParseExact(
            text, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var local)
        && local.Year is >= 1990 and <= 2100
            ? new DateTimeOffset(local, Time.Zone.GetUtcOffset(local))
            : null;

    private string Address(string? after) => QueryHelpers.AddQueryString(
        "/leave", new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["state"] = Asked("state"),
            ["after"] = after,
        }.Where(pair => pair.Value is not null));
}
