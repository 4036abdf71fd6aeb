using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;

namespace Supervision.Tests.Identity;

public sealed partial class KeysAndKioskTests(RealSystem system) : IClassFixture<RealSystem>
{
    private const int PatienceMs = 10_000;

    [Fact]
    public async Task Key_MadeOnThePage_IsShownOnceWorksAndStopsWhenWithdrawn()
    {
        using var admin = await system.SignInAsync(Role.Admin);
        var key = await MakeAsync(admin, "from the page", "Read");
        Assert.DoesNotContain(key, await admin.Http.GetStringAsync("/keys"));
        using var client = new HttpClient { BaseAddress = system.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/board")).StatusCode);
        Assert.NotNull(Kept("from the page").UsedAt);

        using var withdrawn = await admin.SendFormAsync("/keys", "withdraw", ("key", "from the page"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/board")).StatusCode);
        Assert.NotNull(Kept("from the page").WithdrawnAt);
    }

    [Fact]
    public async Task Kiosk_OpenedByItsLink_ShowsTheWallAndNothingElseUntilWithdrawn()
    {
        using var admin = await system.SignInAsync(Role.Admin);
        var link = await MakeAsync(admin, "lobby", "Kiosk");
        using var wall = system.Visit();
        using var opened = await wall.Http.GetAsync(link);
        Assert.Equal("/wall", opened.Headers.Location!.OriginalString);
        Assert.True(wall.Cookies["supervision.kiosk"].HttpOnly);
        Assert.Equal(HttpStatusCode.OK, (await wall.Http.GetAsync("/wall")).StatusCode);
        foreach (var page in (string[])["/cases", "/alerts", "/api/cases", "/keys"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await wall.Http.GetAsync(page)).StatusCode);
        }

        using var withdrawn = await admin.SendFormAsync("/keys", "withdraw", ("key", "lobby"));
        Assert.Equal(HttpStatusCode.Redirect, (await wall.Http.GetAsync("/wall")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wall.Http.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task KioskKey_ShownAsABearer_IsNoKey()
    {
        using var client = new HttpClient { BaseAddress = system.Address };
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", system.AddKey("as a bearer", FeedKeyScope.Kiosk));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/board")).StatusCode);
    }

    [Fact]
    public void Store_FromBeforeKeysCouldBeWithdrawn_IsStillUnderstood()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("keys.db");
        using (var old = Silo.Storage.SqliteDatabase.Open(path))
        {
            old.Execute(
                """
                CREATE TABLE key(hash TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, scope TEXT NOT NULL,
                    sources TEXT NOT NULL, organisations TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
                INSERT INTO key VALUES('00', 'old', 'Read', '', '', 1);
                """);
        }

        using var store = new KeyStore(path, TimeProvider.System);
        Assert.Null(Assert.Single(store.List()).WithdrawnAt);
        Assert.True(store.Withdraw("old"));
        Assert.False(store.Withdraw("old"));
    }

    private KeptKey Kept(string name) =>
        system.Services.GetRequiredService<KeyStore>().List().Single(kept => kept.Key.Name == name);

    private static async Task<string> MakeAsync(Visitor admin, string name, string scope)
    {
        using var made = await admin.SendFormAsync("/keys", "make", ("name", name), ("scope", scope));
        var key = Shown().Match(await made.Content.ReadAsStringAsync()).Groups["key"].Value;
        Assert.NotEmpty(key);
        return key;
    }

    [GeneratedRegex("data-key>(?<key>[^<]+)<", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Shown();
}
