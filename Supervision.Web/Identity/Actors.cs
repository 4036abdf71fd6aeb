using System.Security.Claims;
using Supervision.Core.People;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Identity;

/// <summary>The signed-in person as the rest of the program knows it.</summary>
public static class Actors
{
    /// <summary>Claim that names the hall, department or window an account is bound to; missing for the city.</summary>
    public const string OrganisationClaim = "org";

    /// <summary>Claim that names the staff member of the rule book; missing for whoever is none.</summary>
    public const string StaffClaim = "staff";

    /// <summary>The person, or null when nobody is signed in or the role is none of ours.</summary>
    public static Actor? Of(ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true
        && principal.FindFirstValue(ClaimTypes.NameIdentifier) is { Length: > 0 } id
        && Spelling.Parse<Role>(principal.FindFirstValue(ClaimTypes.Role)) is { } role
            ? new Actor(
                id, principal.FindFirstValue(ClaimTypes.Name) ?? id, role,
                principal.FindFirstValue(OrganisationClaim), principal.FindFirstValue(StaffClaim))
            : null;
}
