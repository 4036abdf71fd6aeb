using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Supervision.Core.People;

namespace Supervision.Web.Identity;

/// <summary>
/// The one-time link that makes the first administrator. It lives in this process's memory alone, so whoever cannot
/// read the console cannot use it, and it is void once there is an administrator. Safe for concurrent use.
/// </summary>
internal sealed class FirstAdministrator : IDisposable
{
    /// <summary>Address of the page.</summary>
    public const string Path = "/first-administrator";

    private readonly string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    private readonly SemaphoreSlim one = new(1);

    /// <summary>The link's path with its secret.</summary>
    public string Link => $"{Path}?key={secret}";

    /// <summary>Whether somebody holds the link and there is still no administrator.</summary>
    public async Task<bool> IsOpenAsync(string? key, Accounts accounts, CancellationToken cancellationToken) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key ?? ""), Encoding.UTF8.GetBytes(secret))
        && !await accounts.HasAdministratorAsync(cancellationToken);

    /// <summary>Makes the administrator, once.</summary>
    /// <returns>What is wrong; empty when it was made; null when the link is void.</returns>
    public async Task<string[]?> MakeAsync(
        string? key, Accounts accounts, string name, string password, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            return await IsOpenAsync(key, accounts, cancellationToken)
                ? await accounts.MakeAsync(name, Role.Admin, null, password)
                : null;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}
