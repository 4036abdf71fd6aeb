using System.Globalization;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Supervision.Silo.Hosting;
using Supervision.Silo.Storage;
using Supervision.Web.Identity.Postgres;

namespace Supervision.Web.Identity;

/// <summary>Adds sign-in to the composition root.</summary>
internal static class SignInSetup
{
    /// <summary>A closed account and a changed role take effect within this long.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(10);

    private const string SinceItem = "since";

    /// <summary>Accounts alone, as commands need them; they lie where the journal does.</summary>
    public static IServiceCollection AddAccounts(
        this IServiceCollection services, DataFolder folder, JournalOptions journal, SignInRules rules)
    {
        if (journal.Kind == JournalKind.Postgres)
        {
            services.AddDbContext<PeopleDatabase>(database => PeopleInPostgres.Use(database, journal));
        }
        else
        {
            PrivateFile.TryEnsure(folder.People);
            services.AddDbContext<PeopleDatabase>(database => database.UseSqlite($"Data Source={folder.People}"));
        }

        services.AddSingleton<Sessions>();
        services.AddScoped<Accounts>();
        services.AddIdentityCore<Account>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.AllowedUserNameCharacters = ""; // names are people's own, in any script
                options.Password.RequiredLength = rules.PasswordLengthMin;
                options.Password.RequiredUniqueChars = 5;
                options.Password.RequireDigit = options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = rules.WrongPasswordsMax;
                options.Lockout.DefaultLockoutTimeSpan = rules.LockedFor;
            })
            .AddEntityFrameworkStores<PeopleDatabase>()
            .AddPasswordValidator<PasswordRules>()
            .AddErrorDescriber<AccountErrors>()
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddSignInManager();
        return services;
    }

    /// <summary>Sessions, the gate and what it asks.</summary>
    public static IServiceCollection AddSignIn(
        this IServiceCollection services, DataFolder folder, JournalOptions journal, SignInRules rules,
        DemoMode demo)
    {
        services.AddAccounts(folder, journal, rules);
        services.AddSingleton(rules);
        services.AddSingleton(demo);
        services.AddSingleton(AccessTable.Standard);
        services.AddSingleton<CallerReader>();
        services.AddSingleton<AuditQuota>();
        services.AddScoped<Door>();
        services.AddScoped<PasskeyCeremony>();
        services.AddScoped<Passkeys>();
        services.Configure<IdentityPasskeyOptions>(options => options.ResidentKeyRequirement = "required");
        services.AddSingleton<FirstAdministrator>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<PeopleStart>(provider, journal));
        services.AddDataProtection().SetApplicationName("supervision")
            .PersistKeysToFileSystem(PrivateFile.CreateFolder(folder.CookieKeys));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = LookAgainAfter);
        services.ConfigureApplicationCookie(options => SetCookie(options, rules));
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "supervision.form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }

    private static void SetCookie(CookieAuthenticationOptions options, SignInRules rules)
    {
        options.Cookie.Name = "supervision.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax; // a link in a message opens the page it names
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = rules.IdleMax;
        options.SlidingExpiration = true;
        options.Events.OnSigningIn = context =>
        {
            context.Properties.Items.TryAdd(
                SinceItem, TimeOf(context.HttpContext).GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        };
        var checkStamp = options.Events.OnValidatePrincipal;
        options.Events.OnValidatePrincipal = context =>
        {
            if (DateTimeOffset.TryParse(
                    context.Properties.Items.TryGetValue(SinceItem, out var since) ? since : null,
                    CultureInfo.InvariantCulture, out var at)
                && TimeOf(context.HttpContext).GetUtcNow() - at < rules.SessionMax)
            {
                return checkStamp(context);
            }

            context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    private static TimeProvider TimeOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<TimeProvider>();
}
