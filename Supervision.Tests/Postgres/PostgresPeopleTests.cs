using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;
using Supervision.Web.Identity;

namespace Supervision.Tests.Postgres;

/// <summary>Accounts beside a journal in PostgreSQL: one store for all processes.</summary>
[Collection(PostgresSuite.Name)]
public sealed class PostgresPeopleTests(PostgresServer server) : IDisposable
{
    private const string Password = "swordfish-2026";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task SignIn_WithTheJournalInPostgres_KnowsAccountsMadeByAnotherProcess()
    {
        var database = await server.CreateDatabaseAsync();
        var (exit, _, errors) = await ServerProcess.RunAsync(
            new Dictionary<string, string>
            {
                ["Supervision__Journal__Kind"] = "Postgres",
                ["Supervision__Journal__ConnectionString"] = database,
            },
            [Password], ["users", "add", "陈一", "--role", "admin", "--password-stdin", "--data", folder.Path]);
        Assert.True(exit == 0, errors);
        Assert.False(File.Exists(new DataFolder(folder.Path).People));

        await using var system = new RealSystem
        {
            Arguments =
                ["--Supervision:Journal:Kind", "Postgres", "--Supervision:Journal:ConnectionString", database],
        };
        await system.InitializeAsync();
        using var visitor = system.Visit();
        using (var entered = await visitor.SignInAsync("陈一", Password))
        {
            Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        }

        Assert.Contains("陈一", await visitor.Http.GetStringAsync("/accounts"), StringComparison.Ordinal);
        await PostgresServer.CutAsync(database, "application_name = 'supervision people'");
        using var other = system.Visit();
        using var again = await other.SignInAsync("陈一", Password);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact]
    public async Task Nodes_StartedTogether_MakeOneStoreAndSeeTheSameAccounts()
    {
        var database = await server.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(database, "CREATE TABLE other(id integer)"); // the database is not empty
        await using var one = Node(database);
        await using var two = Node(database);
        await Task.WhenAll(UpgradeAsync(one), UpgradeAsync(two));
        Assert.Equal(
            PeopleSchema.Version, await PostgresServer.AskAsync<int>(database, "SELECT version FROM people.form"));

        Assert.Empty(await OnAsync(one, accounts => accounts.MakeAsync("王二", Role.Clerk, "H1", Password, "U1")));
        var seen = Assert.Single(await OnAsync(two, accounts => accounts.ListAsync(CancellationToken.None)));
        Assert.Equal(("王二", Role.Clerk, "H1", "U1"), (seen.UserName, seen.Role, seen.Organisation, seen.Staff));
        Assert.Single(await OnAsync(two, accounts => accounts.MakeAsync("王二", Role.Clerk, null, Password)));
        Assert.Empty(await OnAsync(two, async accounts =>
            await accounts.CloseAsync((await accounts.FindAsync(seen.Id))!, close: true)));
        Assert.True((await OnAsync(one, accounts => accounts.FindAsync(seen.Id)))!.IsClosed);
    }

    [Fact]
    public async Task Upgrade_OfAnEarlierForm_AddsWhatItLacksAndRefusesALaterOne()
    {
        var database = await server.CreateDatabaseAsync();
        await using var node = Node(database);
        await UpgradeAsync(node);
        await PostgresServer.ExecuteAsync(
            database, "ALTER TABLE people.\"AspNetUsers\" DROP COLUMN \"Staff\"; UPDATE people.form SET version = 1");
        await UpgradeAsync(node);
        Assert.Empty(await OnAsync(node, accounts => accounts.MakeAsync("李三", Role.Clerk, null, Password, "U2")));
        await PostgresServer.ExecuteAsync(database, "UPDATE people.form SET version = 99");
        await Assert.ThrowsAsync<ConfigurationException>(() => UpgradeAsync(node));
    }

    [Fact]
    public async Task Passkeys_OfAnAccount_AreKeptAndForgotten()
    {
        var database = await server.CreateDatabaseAsync();
        await using var node = Node(database);
        await UpgradeAsync(node);
        Assert.Empty(await OnAsync(node, accounts => accounts.MakeAsync("赵四", Role.Clerk, null, Password)));
        await using var scope = node.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PeopleDatabase>();
        var account = await people.Users.SingleAsync();
        people.UserPasskeys.Add(new()
        {
            CredentialId = [1, 2, 3],
            UserId = account.Id,
            Data = new()
            {
                Name = "值班室",
                PublicKey = [4],
                AttestationObject = [5],
                ClientDataJson = [6],
                Transports = ["usb"],
                CreatedAt = new DateTimeOffset(account.MadeAt),
            },
        });
        await people.SaveChangesAsync();
        people.ChangeTracker.Clear();
        Assert.Equal("值班室", (await people.UserPasskeys.SingleAsync()).Data.Name);
        Assert.Empty(await OnAsync(node, async accounts =>
            await accounts.SetPasswordAsync((await accounts.FindAsync(account.Id))!, Password + "!")));
        Assert.Empty(await people.UserPasskeys.AsNoTracking().ToListAsync());
    }

    /// <summary>What every process has of accounts.</summary>
    private ServiceProvider Node(string database) => new ServiceCollection()
        .AddLogging().AddSingleton(TimeProvider.System)
        .AddAccounts(
            new DataFolder(folder.Path),
            new JournalOptions { Kind = JournalKind.Postgres, ConnectionString = database }, new SignInRules())
        .BuildServiceProvider();

    private static async Task UpgradeAsync(ServiceProvider node)
    {
        await using var scope = node.CreateAsyncScope();
        await PeopleSchema.UpgradeAsync(
            scope.ServiceProvider.GetRequiredService<PeopleDatabase>(), CancellationToken.None);
    }

    private static async Task<T> OnAsync<T>(ServiceProvider node, Func<Accounts, Task<T>> ask)
    {
        await using var scope = node.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<Accounts>());
    }
}
