using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Silo.Hosting;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Identity;

/// <summary>
/// Makes the store of accounts, and says on the console how to come in: the demo's accounts, or the link that makes the
/// first administrator.
/// </summary>
internal sealed class PeopleStart(
    IServiceScopeFactory scopes, FirstAdministrator first, DemoMode demo, IRuleShelf rules, IServer server,
    DataFolder folder, JournalOptions journal)
    : IHostedLifecycleService
{
    private readonly List<string> words = [];

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (journal.Kind == JournalKind.Sqlite && PeopleSchema.IsCurrent(folder.People))
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        await PeopleSchema.UpgradeAsync(scope.ServiceProvider.GetRequiredService<PeopleDatabase>(), cancellationToken);
    }

    /// <summary>The address is known once the system listens; and who reads facts need not wait for accounts.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        if (demo.IsOn)
        {
            await AddDemoAccountsAsync(accounts);
        }
        else if (!await accounts.HasAdministratorAsync(cancellationToken))
        {
            words.Add("No administrator yet. This link makes one, once:");
            words.Add("{0}" + first.Link);
        }

        foreach (var line in words)
        {
            await Console.Out.WriteLineAsync(line.Replace("{0}", Address(), StringComparison.Ordinal));
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>One account per role, with a password made for this run; bound roles work in the first hall.</summary>
    private async Task AddDemoAccountsAsync(Accounts accounts)
    {
        var organisation = rules.Current.Organisation;
        var hall = organisation.Halls.Keys.Order(StringComparer.Ordinal).FirstOrDefault();
        var staff = organisation.Staff.Values.Where(member => member.Hall == hall).Select(member => member.Id)
            .Order(StringComparer.Ordinal).FirstOrDefault();
        words.Add("Demo: {0}/wall opens without signing in, on this machine. Accounts, at {0}/sign-in:");
        foreach (var role in Enum.GetValues<Role>())
        {
            var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9));
            var bound = role is Role.Manager or Role.Clerk ? hall : null;
            var faults = await accounts.MakeAsync(
                Spelling.Of(role), role, bound, password, role == Role.Clerk ? staff : null);
            words.Add(faults.Length == 0
                ? $"  {Spelling.Of(role),-12} {password}  {bound}".TrimEnd()
                : $"  {Spelling.Of(role),-12} was not made: {string.Join(' ', faults)}");
        }
    }

    private string Address() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?
            .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .Replace("[::]", "localhost", StringComparison.Ordinal) ?? "";
}
