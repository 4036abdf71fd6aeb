using Microsoft.AspNetCore.Components;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Rules;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.People;

/// <summary>Accounts: made, closed, opened again, given a password. None is deleted: the audit names them.</summary>
public partial class AccountsPage
{
    [Inject] private Accounts Accounts { get; set; } = null!;

    [Inject] private AuditLog Audit { get; set; } = null!;

    [Inject] private IRuleShelf Rules { get; set; } = null!;

    [Inject] private INames Names { get; set; } = null!;

    private IReadOnlyList<Account> All { get; set; } = [];

    private IEnumerable<(string Id, string Name)> Organisations
    {
        get
        {
            var organisation = Rules.Current.Organisation;
            return organisation.Halls.Values.Select(hall => (hall.Id, hall.Name))
                .Concat(organisation.Departments.Values.Select(department => (department.Id, department.Name)))
                .Concat(organisation.Windows.Values.Select(window => (window.Id, window.Name)))
                .OrderBy(one => one.Id, StringComparer.Ordinal);
        }
    }

    private IEnumerable<StaffMember> Staff =>
        Rules.Current.Organisation.Staff.Values.OrderBy(one => one.Id, StringComparer.Ordinal);

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync() => All = await Accounts.ListAsync(Context.RequestAborted);

    private async Task MakeAsync()
    {
        var name = Sent("name").Trim();
        var organisation = Optional("organisation");
        var staff = Optional("staff");
        if (Spelling.Parse<Role>(Sent("role")) is not { } role)
        {
            Faults = [Words.Of("accounts.noRole")];
        }
        else if (organisation is not null && Organisations.All(known => known.Id != organisation))
        {
            Faults = [Words.Of("accounts.noOrganisation", organisation)];
        }
        else if (staff is not null && !Rules.Current.Organisation.Staff.ContainsKey(staff))
        {
            Faults = [Words.Of("accounts.noStaff", staff)];
        }
        else
        {
            Faults = await Accounts.MakeAsync(name, role, organisation, Sent("password"), staff);
            if (Faults.Count == 0)
            {
                Audit.Write(Context, AuditKind.AccountMade, name, $"{Spelling.Of(role)} {organisation}".Trim());
                Done = Words.Of("accounts.made", name);
            }
        }

        await ReadAsync();
    }

    private string? Optional(string field) => Sent(field).Trim() is { Length: > 0 } text ? text : null;

    private async Task ChangeAsync()
    {
        var (open, close, set) = (Sent("open"), Sent("close"), Sent("set"));
        if (await Accounts.FindAsync(string.Concat(open, close, set)) is not { } account)
        {
            Faults = [Words.Of("accounts.unknown")];
        }
        else if (close.Length > 0 && account.Id == Person.Id)
        {
            Faults = [Words.Of("accounts.notYourself")];
        }
        else
        {
            Faults = set.Length > 0
                ? await Accounts.SetPasswordAsync(account, Sent("password"))
                : await Accounts.CloseAsync(account, close.Length > 0);
            if (Faults.Count == 0)
            {
                var kind = set.Length > 0 ? AuditKind.PasswordSet
                    : close.Length > 0 ? AuditKind.AccountClosed : AuditKind.AccountOpened;
                Audit.Write(Context, kind, account.UserName!);
                Done = Words.Of("accounts.changed", account.UserName);
            }
        }

        await ReadAsync();
    }
}
