using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Silo.Auditing;
using Supervision.Tests.Support;
using Supervision.Web.Identity;

namespace Supervision.Tests.Identity;

public sealed class SignInTests(RealSystem system) : IClassFixture<RealSystem>
{
    private const string Password = "swordfish-2026";

    private AuditLog Audit => system.Services.GetRequiredService<AuditLog>();

    [Fact]
    public async Task SignIn_RightPassword_OpensThePageThatWasAskedFor()
    {
        await system.MakeAccountAsync("陈一", Role.Inspector, null, Password);
        using var visitor = system.Visit();
        using var asked = await visitor.Http.GetAsync("/alerts?level=red");
        Assert.Equal("/sign-in?back=%2Falerts%3Flevel%3Dred", asked.Headers.Location!.OriginalString);
        using var answer = await visitor.SignInAsync("陈一", Password, "/alerts?level=red");
        Assert.Equal("/alerts?level=red", PathOf(answer));
        var session = visitor.Cookies["supervision.session"];
        Assert.True(session.HttpOnly);
        Assert.Contains("陈一", await visitor.Http.GetStringAsync("/alerts"));
        var line = Audit.Find(new AuditQuery(AuditKind.SignedIn, "陈一")).Items[0];
        Assert.Equal(("陈一", "inspector", "127.0.0.1"), (line.Entry.Name, line.Entry.Role, line.Entry.Address));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\tevil")]
    [InlineData("~/alerts")]
    [InlineData("alerts")]
    public async Task SignIn_WithAForeignAddressToGoBackTo_LeadsHome(string back)
    {
        var name = $"back {Guid.NewGuid():N}";
        await system.MakeAccountAsync(name, Role.Clerk, null, Password);
        using var visitor = system.Visit();
        using var answer = await visitor.SignInAsync(name, Password, back);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", PathOf(answer));
    }

    [Fact]
    public async Task SignIn_WrongPasswordsInARow_LocksTheAccountAndSaysNoMoreThanForAnUnknownName()
    {
        await system.MakeAccountAsync("locked", Role.Clerk, null, Password);
        using var visitor = system.Visit();
        var said = await FaultAsync(visitor, "nobody at all", Password);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(said, await FaultAsync(visitor, "locked", "wrong-" + Password));
        }

        Assert.Equal(said, await FaultAsync(visitor, "locked", Password));
        var lines = Audit.Find(new AuditQuery(AuditKind.SignInFailed)).Items.Select(line => line.Entry).ToArray();
        Assert.Contains(lines, line => line is { Subject: "locked", Detail: "locked" });
        Assert.Contains(lines, line => line is { Subject: "nobody at all", Detail: "unknown" });
        Assert.DoesNotContain(lines, line => line.ToString().Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        using var visitor = await system.SignInAsync(Role.Leader);
        using var answer = await visitor.SendFormAsync("/", "");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode); // the home page takes no form
        var token = await visitor.TokenAsync("/");
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var left = await visitor.Http.PostAsync("/sign-out", form);
        Assert.Equal("/sign-in", PathOf(left));
        using var after = await visitor.Http.GetAsync("/alerts");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Theory]
    [InlineData("/sign-in", "sign-in")]
    [InlineData("/sign-out", "")]
    [InlineData("/accounts", "make")]
    [InlineData("/keys", "make")]
    [InlineData("/password", "password")]
    public async Task Form_WithoutItsToken_IsRefused(string page, string handler)
    {
        using var visitor = await system.SignInAsync(Role.Admin);
        using var form = new FormUrlEncodedContent([new("_handler", handler), new("name", "x")]);
        using var answer = await visitor.Http.PostAsync(page, form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Form_SentByAPageOfAnotherSite_IsRefused()
    {
        using var visitor = await system.SignInAsync(Role.Admin);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/keys") { Content = new StringContent("") };
        request.Headers.Add("Origin", "https://evil.example");
        using var answer = await visitor.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task FirstAdministrator_ByTheLink_IsMadeOnce()
    {
        await using var fresh = new RealSystem();
        await fresh.InitializeAsync();
        var link = fresh.Services.GetRequiredService<FirstAdministrator>().Link;
        using var visitor = fresh.Visit();
        Assert.Contains("data-void", await visitor.Http.GetStringAsync(link + "x"));
        using (var weak = await visitor.SendFormAsync(link, "first", ("name", "root"), ("password", "short")))
        {
            Assert.Contains("data-faults", await weak.Content.ReadAsStringAsync());
        }

        using (var made = await visitor.SendFormAsync(link, "first", ("name", "root"), ("password", Password)))
        {
            Assert.Contains("data-done", await made.Content.ReadAsStringAsync());
        }

        Assert.Contains("data-void", await visitor.Http.GetStringAsync(link));
        using var signedIn = await visitor.SignInAsync("root", Password);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Http.GetAsync("/accounts")).StatusCode);
    }

    [Fact]
    public async Task Account_Closed_IsOutAtOnceAndInAgainWhenOpened()
    {
        const string name = "to be closed";
        await system.MakeAccountAsync(name, Role.Clerk, null, Password);
        using var admin = await system.SignInAsync(Role.Admin);
        var id = (await AccountAsync(name)).Id;
        using (var closed = await admin.SendFormAsync("/accounts", "change", ("close", id)))
        {
            Assert.Contains("data-done", await closed.Content.ReadAsStringAsync());
        }

        using var visitor = system.Visit();
        using (var answer = await visitor.SignInAsync(name, Password))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using (await admin.SendFormAsync("/accounts", "change", ("open", id)))
        using (var answer = await visitor.SignInAsync(name, Password))
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Names_WithMarkup_AreShownAsTextEverywhere()
    {
        const string name = "<img src=x onerror=alert(1)>\"'&";
        await system.MakeAccountAsync(name, Role.Admin, null, Password);
        using var visitor = system.Visit();
        using var entered = await visitor.SignInAsync(name, Password);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        using var made = await visitor.SendFormAsync(
            "/keys", "make", ("name", name), ("scope", "Kiosk"), ("organisations", name));
        string[] pages = ["/", "/alerts", "/cases", "/accounts", "/keys", "/audit", "/password", "/audit?q=" + name];
        foreach (var page in pages)
        {
            var html = await visitor.Http.GetStringAsync(page);
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;img src=x", html, StringComparison.Ordinal);
        }
    }

    private async Task<Account> AccountAsync(string name)
    {
        await using var scope = system.Services.CreateAsyncScope();
        var all = await scope.ServiceProvider.GetRequiredService<Accounts>().ListAsync(CancellationToken.None);
        return all.Single(account => account.UserName == name);
    }

    private static async Task<string> FaultAsync(Visitor visitor, string name, string password)
    {
        using var answer = await visitor.SignInAsync(name, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        var from = html.IndexOf("data-faults", StringComparison.Ordinal);
        Assert.True(from > 0, html);
        return html[from..html.IndexOf("</div>", from, StringComparison.Ordinal)];
    }

    private static string PathOf(HttpResponseMessage answer) =>
        answer.Headers.Location is { IsAbsoluteUri: true } uri ? uri.PathAndQuery : answer.Headers.Location!.ToString();
}
