using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Identity;

/// <summary>
/// The passkeys of the person who is signed in. A passkey belongs to the host name it was made under, and the device
/// has to make sure who holds it. Each change gets a line in the audit.
/// </summary>
internal sealed class Passkeys(
    SignInManager<Account> signIn, UserManager<Account> users, PasskeyCeremony ceremony, Door door, AuditLog audit)
{
    private const int CountMax = 10;
    private const int NameLengthMax = 64;

    /// <summary>Passkeys of an account, the oldest first.</summary>
    public async Task<IReadOnlyList<KeptPasskey>> ListAsync(Account account) =>
    [
        .. (await users.GetPasskeysAsync(account)).OrderBy(passkey => passkey.CreatedAt)
            .Select(passkey => new KeptPasskey(IdOf(passkey), passkey.Name ?? "", passkey.CreatedAt)),
    ];

    /// <summary>
    /// What the browser has to know to make a passkey; begins the making. The password is asked for, and wrong ones
    /// count: whoever finds an open session must not be able to come back for ever.
    /// </summary>
    /// <returns>JSON of <c>PublicKeyCredentialCreationOptions</c>; null when the password is wrong.</returns>
    public async Task<string?> BeginAsync(HttpContext context, Account account, string password)
    {
        if (!(await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true)).Succeeded)
        {
            audit.Write(context, AuditKind.Refused, "passkey", "password");
            return null;
        }

        return await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity
        {
            Id = account.Id,
            Name = account.UserName!,
            DisplayName = account.UserName!,
        });
    }

    /// <summary>Keeps the passkey that a browser has made.</summary>
    /// <returns>What is wrong; empty when it is kept.</returns>
    public async Task<string[]> AddAsync(HttpContext context, Account account, string name, string credential)
    {
        if (name.Length is 0 or > NameLengthMax || name.Any(char.IsControl))
        {
            return [Words.Of("passkey.badName", NameLengthMax)];
        }

        if ((await users.GetPasskeysAsync(account)).Count >= CountMax)
        {
            return [Words.Of("passkey.tooMany", CountMax)];
        }

        if (await ceremony.MadeAsync(credential) is not var (passkey, asked) || asked != account.Id
            || await users.FindByPasskeyIdAsync(passkey.CredentialId) is not null)
        {
            return [Words.Of("passkey.failed")];
        }

        passkey.Name = name;
        var faults = Accounts.ReasonsOf(await users.AddOrUpdatePasskeyAsync(account, passkey));
        if (faults.Length == 0)
        {
            audit.Write(context, AuditKind.PasskeyAdded, account.UserName!, name);
        }

        return faults;
    }

    /// <summary>Forgets a passkey and ends the account's other sessions: its device may be in other hands.</summary>
    /// <returns>What it was called; null when the account has none such.</returns>
    public async Task<string?> RemoveAsync(HttpContext context, Account account, string id)
    {
        if ((await users.GetPasskeysAsync(account)).FirstOrDefault(kept => IdOf(kept) == id) is not { } passkey)
        {
            return null;
        }

        await users.RemovePasskeyAsync(account, passkey.CredentialId);
        await users.UpdateSecurityStampAsync(account);
        await door.StayAsync(account);
        audit.Write(context, AuditKind.PasskeyRemoved, account.UserName!, passkey.Name ?? "");
        return passkey.Name ?? "";
    }

    private static string IdOf(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);
}

/// <summary>A passkey as its owner sees it.</summary>
/// <param name="Id">What it is called in forms.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="MadeAt">When it was added.</param>
internal sealed record KeptPasskey(string Id, string Name, DateTimeOffset MadeAt);
