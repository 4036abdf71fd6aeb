using Microsoft.AspNetCore.Identity;

namespace Supervision.Web.Identity;

/// <summary>A password is no word that stands beside it: neither the account's name nor one character again.</summary>
internal sealed class PasswordRules : IPasswordValidator<Account>
{
    private const int NameLengthMin = 3;

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(
            user.UserName is { Length: >= NameLengthMin } name
            && password?.Contains(name, StringComparison.OrdinalIgnoreCase) == true
                ? IdentityResult.Failed(AccountErrors.Of("PasswordHoldsName"))
                : IdentityResult.Success);
}
