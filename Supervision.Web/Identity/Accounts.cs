using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Supervision.Core.People;

namespace Supervision.Web.Identity;

/// <summary>What administrators do to accounts. Each change is refused with reasons or done.</summary>
internal sealed class Accounts(UserManager<Account> users, Sessions sessions, TimeProvider time)
{
    private const int NameLengthMax = 64;

    /// <summary>Every account, by name.</summary>
    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken) =>
        await users.Users.AsNoTracking().OrderBy(account => account.UserName).ToListAsync(cancellationToken);

    /// <summary>Whether somebody can administer.</summary>
    public Task<bool> HasAdministratorAsync(CancellationToken cancellationToken) =>
        users.Users.AnyAsync(account => account.Role == Role.Admin, cancellationToken);

    public Task<Account?> FindAsync(string id) => users.FindByIdAsync(id);

    /// <summary>Makes an account.</summary>
    /// <param name="name">What the person signs in with.</param>
    /// <param name="role">The one role.</param>
    /// <param name="organisation">What it is bound to; null for the whole city.</param>
    /// <param name="password">The first password.</param>
    /// <param name="staff">Which staff member of the rule book the person is; null for nobody of it.</param>
    /// <returns>What is wrong with what was asked for; empty when it was made.</returns>
    public async Task<string[]> MakeAsync(
        string name, Role role, string? organisation, string password, string? staff = null)
    {
        string[] faults = [.. Faults(name, role, organisation)];
        if (faults.Length > 0)
        {
            return faults;
        }

        return ReasonsOf(await users.CreateAsync(
            new Account
            {
                UserName = name,
                Role = role,
                Organisation = organisation,
                Staff = staff,
                MadeAt = time.GetUtcNow().UtcDateTime,
                LockoutEnabled = true,
            },
            password));
    }

    /// <summary>Closes an account and ends its sessions, or opens it again.</summary>
    public async Task<string[]> CloseAsync(Account account, bool close)
    {
        await users.SetLockoutEndDateAsync(account, close ? DateTimeOffset.MaxValue : null);
        await users.ResetAccessFailedCountAsync(account);
        return await EndSessionsAsync(account);
    }

    /// <summary>Sets another password, by an administrator, and ends the account's sessions.</summary>
    public async Task<string[]> SetPasswordAsync(Account account, string password)
    {
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, account, password);
            if (!result.Succeeded)
            {
                return ReasonsOf(result);
            }
        }

        await users.RemovePasswordAsync(account);
        string[] faults = ReasonsOf(await users.AddPasswordAsync(account, password));
        return faults.Length > 0 ? faults : await EndSessionsAsync(account);
    }

    /// <summary>Changes one's own password; the old one is asked for.</summary>
    public async Task<string[]> ChangePasswordAsync(Account account, string old, string password) =>
        ReasonsOf(await users.ChangePasswordAsync(account, old, password));

    public static string[] ReasonsOf(IdentityResult result) => [.. result.Errors.Select(error => error.Description)];

    private async Task<string[]> EndSessionsAsync(Account account)
    {
        sessions.End(account.Id);
        return ReasonsOf(await users.UpdateSecurityStampAsync(account));
    }

    private static IEnumerable<string> Faults(string name, Role role, string? organisation)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameLengthMax || name.Trim() != name
            || name.Any(char.IsControl))
        {
            yield return AccountErrors.Of("BadName", NameLengthMax).Description;
        }

        if (organisation is not null && role is (Role.Admin or Role.Auditor))
        {
            yield return AccountErrors.Of("WholeCity").Description;
        }
    }
}
