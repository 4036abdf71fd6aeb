using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Identity;

/// <summary>What a session's cookie says of the person: identity, name, role, organisation and staff member.</summary>
internal sealed class AccountClaims(UserManager<Account> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(ClaimTypes.Role, Spelling.Of(user.Role)));
        if (user.Organisation is { } organisation)
        {
            identity.AddClaim(new Claim(Actors.OrganisationClaim, organisation));
        }

        if (user.Staff is { } staff)
        {
            identity.AddClaim(new Claim(Actors.StaffClaim, staff));
        }

        return identity;
    }
}
