using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

[assembly: HostingStartup(typeof(Supervision.Tests.Support.SignedIn))]

namespace Supervision.Tests.Support;

/// <summary>
/// Signs test people in by a header, in systems started with <see cref="Arguments"/>; the program itself knows nothing
/// of it.
/// </summary>
public sealed class SignedIn : IHostingStartup
{
    public const string Header = "X-Test-Person";

    /// <summary>Makes a system load this class.</summary>
    public static string[] Arguments { get; } = ["--hostingStartupAssemblies", "Supervision.Tests"];

    public static string ValueOf(Actor person) => Uri.EscapeDataString(
        string.Join('|', person.Id, person.Name, Spelling.Of(person.Role), person.Organisation, person.Staff));

    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new Filter()));

    private sealed class Filter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (context.Request.Headers[Header].ToString() is { Length: > 0 } value)
                {
                    var parts = Uri.UnescapeDataString(value).Split('|');
                    List<Claim> claims =
                    [
                        new(ClaimTypes.NameIdentifier, parts[0]), new(ClaimTypes.Name, parts[1]),
                        new(ClaimTypes.Role, parts[2]),
                    ];
                    if (parts[4].Length > 0) claims.Add(new(Actors.StaffClaim, parts[4]));
                    if (parts[3].Length > 0) claims.Add(new(Actors.OrganisationClaim, parts[3]));
                    context.User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
                }

                return rest(context);
            });
            next(app);
        };
    }
}
