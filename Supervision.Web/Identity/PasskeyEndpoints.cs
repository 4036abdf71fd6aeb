using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Identity;

/// <summary>What the pages' script asks before it asks the browser for a passkey.</summary>
internal static class PasskeyEndpoints
{
    /// <summary>Taking a form makes the framework ask for its antiforgery token.</summary>
    public static void MapPasskeys(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/passkeys/creation-options", BeginAsync).ExcludeFromDescription();
        endpoints.MapPost(
            "/passkeys/request-options",
            async (IFormCollection _, SignInManager<Account> signIn) =>
                Json(await signIn.MakePasskeyRequestOptionsAsync(null))).ExcludeFromDescription();
    }

    private static async Task<IResult> BeginAsync(
        HttpContext context, [FromForm] string? password, Accounts accounts, Passkeys passkeys) =>
        await accounts.FindAsync(Caller.Of(context).Person!.Id) is { } account
        && await passkeys.BeginAsync(context, account, password ?? "") is { } options
            ? Json(options)
            : Results.Text(Words.Of("identity.PasswordMismatch"), statusCode: StatusCodes.Status400BadRequest);

    private static IResult Json(string options) => Results.Text(options, "application/json");
}
