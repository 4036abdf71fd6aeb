using Supervision.Core.People;
using Supervision.Silo.Notifications;

namespace Supervision.Web.Identity;

/// <summary>Who can be told something: everybody whose account is open, locked out for a while or not.</summary>
internal sealed class AccountReceivers(IServiceScopeFactory scopes) : IReceivers
{
    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Actor>> ListAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var accounts = await scope.ServiceProvider.GetRequiredService<Accounts>().ListAsync(cancellationToken);
        return
        [
            .. accounts.Where(account => !account.IsClosed).Select(account => new Actor(
                account.Id, account.UserName ?? account.Id, account.Role, account.Organisation, account.Staff)),
        ];
    }
}
