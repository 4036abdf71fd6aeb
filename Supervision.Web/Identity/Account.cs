using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Supervision.Core.People;

namespace Supervision.Web.Identity;

/// <summary>An account of a person.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>The one role.</summary>
    public Role Role { get; set; }

    /// <summary>Hall, department or window it is bound to; null for the whole city.</summary>
    public string? Organisation { get; set; }

    /// <summary>Which staff member of the rule book its person is; null for nobody of it.</summary>
    public string? Staff { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime MadeAt { get; set; }

    /// <summary>Whether an administrator closed it; lock-outs after wrong passwords end by themselves.</summary>
    public bool IsClosed => LockoutEnd == DateTimeOffset.MaxValue;
}

/// <summary>Where accounts are kept: <c>people.db</c>.</summary>
public sealed class PeopleDatabase(DbContextOptions<PeopleDatabase> options)
    : IdentityUserContext<Account>(options)
{
    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().Property(account => account.Role).HasConversion<string>();
        builder.Entity<Account>().Ignore(account => account.IsClosed);
    }
}
