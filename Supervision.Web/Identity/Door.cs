using Microsoft.AspNetCore.Identity;
using Supervision.Core.People;
using Supervision.Silo.Auditing;

namespace Supervision.Web.Identity;

/// <summary>Where people come in and go out; each time the audit gets a line.</summary>
internal sealed class Door(
    SignInManager<Account> signIn, UserManager<Account> users, IPasswordHasher<Account> hasher, Sessions sessions,
    AuditLog audit)
{
    /// <summary>A hash of no password: an unknown name takes as long to refuse as a wrong password.</summary>
    private static string? nobody;

    /// <summary>Signs a person in. Whoever fails is not told why, nor whether there is such an account.</summary>
    public async Task<bool> EnterAsync(HttpContext context, string name, string password)
    {
        var account = name.Length == 0 ? null : await users.FindByNameAsync(name);
        if (account is null)
        {
            nobody ??= hasher.HashPassword(new Account(), Guid.NewGuid().ToString());
            hasher.VerifyHashedPassword(new Account(), nobody, password);
            audit.Write(context, AuditKind.SignInFailed, name, "unknown", Caller.Stranger);
            return false;
        }

        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        var caller = Caller.Of(
            new Actor(account.Id, account.UserName!, account.Role, account.Organisation, account.Staff));
        audit.Write(
            context, result.Succeeded ? AuditKind.SignedIn : AuditKind.SignInFailed, name,
            result.Succeeded ? "" : result.IsLockedOut ? "locked" : "password",
            result.Succeeded ? caller : Caller.Stranger);
        return result.Succeeded;
    }

    /// <summary>Signs a person out, on every connection of the account.</summary>
    public async Task LeaveAsync(HttpContext context)
    {
        if (Actors.Of(context.User) is { } person)
        {
            sessions.End(person.Id);
            audit.Write(context, AuditKind.SignedOut, person.Name);
        }

        await signIn.SignOutAsync();
    }

    /// <summary>Keeps a session alive whose own account has just changed its password.</summary>
    public Task StayAsync(Account account) => signIn.RefreshSignInAsync(account);
}
