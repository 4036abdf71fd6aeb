using System.Collections.Immutable;
using Supervision.Core.Draws;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Draws;
using Supervision.Web.Identity;

namespace Supervision.Web.Draws;

/// <summary>Finds who and what takes part in a draw: parties and inspectors by account, objects of live data.</summary>
internal sealed class PoolDesk(PoolSources sources, IDrawList draws, IEngine engine, IServiceScopeFactory scopes)
{
    private const int DrawsAtWorkMax = 1000;

    /// <summary>Parties with the accounts they sign in with, or the first name that nobody signs in with.</summary>
    public async Task<(ImmutableArray<Party> Parties, string? Unknown)> PartiesOfAsync(
        IReadOnlyList<PartyBody?> bodies, CancellationToken cancellationToken)
    {
        var accounts = (await AccountsAsync(cancellationToken))
            .ToDictionary(account => account.UserName!, account => account.Id, StringComparer.Ordinal);
        var names = bodies.Select(body => body?.Account ?? "").ToArray();
        return names.FirstOrDefault(name => !accounts.ContainsKey(name)) is { } unknown
            ? ([], unknown)
            : ([.. bodies.Select((body, place) => new Party(body!.Name ?? "", accounts[names[place]]))], null);
    }

    /// <summary>The pool to be frozen, not looked at yet.</summary>
    public async Task<DrawPool> PoolOfAsync(
        DrawKind kind, FreezeBody body, PoolTable? list, CancellationToken cancellationToken) =>
        DrawPool.Of(
            list?.Objects ?? body.Objects?.Select(one => (one ?? new ObjectBody(null)).Read())
                ?? sources.Find((body.Selection ?? new()).Of(kind)),
            body.Inspectors?.Select(one => (one ?? new InspectorBody(null)).Read())
                ?? await InspectorsAsync(cancellationToken));

    /// <summary>Every account that can sign in, by name.</summary>
    public async Task<IReadOnlyList<Account>> AccountsAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var all = await scope.ServiceProvider.GetRequiredService<Accounts>().ListAsync(cancellationToken);
        return [.. all.Where(account => !account.IsClosed)];
    }

    /// <summary>Inspectors and spot-checkers with the work they have from draws that are not done.</summary>
    public async Task<IReadOnlyList<Inspector>> InspectorsAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, int> work = new(StringComparer.Ordinal);
        foreach (var row in draws.Find(new DrawQuery(DrawStatus.Drawn, Limit: DrawsAtWorkMax)).Items)
        {
            var found = await engine.ReadAsync(new StreamId(EntityKind.Draw, row.No), cancellationToken);
            var draw = (DrawState)found!.State;
            var open = draw.Drawn.Where(one => draw.ResultOf(one.Object) is null);
            foreach (var name in open.SelectMany(draw.InspectorsOf))
            {
                work[name] = work.GetValueOrDefault(name) + 1;
            }
        }

        return
        [
            .. (await AccountsAsync(cancellationToken))
                .Where(account => account.Role is Role.Inspector or Role.SpotChecker)
                .Select(account => new Inspector(
                    account.UserName!, account.Organisation ?? "", [], [], work.GetValueOrDefault(account.UserName!))),
        ];
    }
}
