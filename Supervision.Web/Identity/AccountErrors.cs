using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Identity;

/// <summary>
/// What is wrong with an account or a password, in the language of the request with the other beside it.
/// </summary>
internal sealed class AccountErrors : IdentityErrorDescriber
{
    /// <summary>A fault under <c>identity.</c> in the words of the pages.</summary>
    public static IdentityError Of(string code, params object?[] values) => new()
    {
        Code = code,
        Description = $"{In(Words.First, code, values)} {In(Words.Second, code, values)}",
    };

    public override IdentityError DefaultError() => Of(nameof(DefaultError));

    public override IdentityError ConcurrencyFailure() => Of(nameof(ConcurrencyFailure));

    public override IdentityError PasswordMismatch() => Of(nameof(PasswordMismatch));

    public override IdentityError InvalidToken() => Of(nameof(InvalidToken));

    public override IdentityError DuplicateUserName(string userName) => Of(nameof(DuplicateUserName), userName);

    public override IdentityError InvalidUserName(string? userName) => Of(nameof(InvalidUserName), userName);

    public override IdentityError PasswordTooShort(int length) => Of(nameof(PasswordTooShort), length);

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Of(nameof(PasswordRequiresUniqueChars), uniqueChars);

    public override IdentityError UserAlreadyHasPassword() => Of(nameof(UserAlreadyHasPassword));

    private static string In(CultureInfo culture, string code, object?[] values) =>
        string.Format(culture, Words.In(culture, $"identity.{code}"), values);
}
