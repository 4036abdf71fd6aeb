using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Supervision.Web.Identity;

/// <summary>What a browser answers when asked to make or to show a passkey. Each question is answered once.</summary>
internal sealed class PasskeyCeremony(SignInManager<Account> signIn, IHttpContextAccessor context)
{
    /// <summary>Characters of what a browser says of a passkey, at most.</summary>
    public const int AnswerLengthMax = 16 * 1024;

    /// <summary>The passkey that was made, and whom it was asked for; null when the answer does not hold.</summary>
    public async Task<(UserPasskeyInfo Passkey, string Account)?> MadeAsync(string answer) =>
        await OnceAsync(answer, signIn.PerformPasskeyAttestationAsync) is
        { Succeeded: true, Passkey: { } passkey, UserEntity: { } entity } ? (passkey, entity.Id) : null;

    /// <summary>The passkey that was shown, and whose it is; null when the answer does not hold.</summary>
    public async Task<(UserPasskeyInfo Passkey, Account Account)?> ShownAsync(string answer) =>
        await OnceAsync(answer, signIn.PerformPasskeyAssertionAsync) is
        { Succeeded: true, Passkey: { } passkey, User: { } account } ? (passkey, account) : null;

    private async Task<T?> OnceAsync<T>(string answer, Func<string, Task<T>> perform)
        where T : class
    {
        if (answer.Length is 0 or > AnswerLengthMax)
        {
            return null;
        }

        try
        {
            return await perform(answer);
        }
        catch (InvalidOperationException)
        {
            return null; // Identity's way to say that nothing, or something else, was asked of this browser
        }
        finally
        {
            await context.HttpContext!.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        }
    }
}
