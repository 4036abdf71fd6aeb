using System.Net;
using Supervision.Core.Reading;
using Supervision.Tests.Support;

namespace Supervision.Tests.Api;

/// <summary>What surrounds a page on the wire: headers, status and assets.</summary>
public sealed class PageAnswerTests : IAsyncLifetime
{
    private readonly HttpClient client = new();
    private readonly InMemoryAlertList alerts = new();
    private PageHost host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PageHost.StartAsync(new InMemoryBoard(TimeProvider.System), alerts, new FailingCaseList());
        client.BaseAddress = new Uri(host.Address);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("/", 200, false)]
    [InlineData("/alerts", 200, false)]
    [InlineData("/wall", 200, true)]
    [InlineData("/nowhere", 404, false)]
    [InlineData("/cases", 500, false)]
    public async Task Page_Any_ForbidsForeignAndInlineScripts(string path, int status, bool inlineStyles)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(inlineStyles, policy.Contains("unsafe-inline", StringComparison.Ordinal));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("/lib/apexcharts/apexcharts.min.js")]
    [InlineData("/lib/signalr/signalr.min.js")]
    [InlineData("/lib/bootstrap/bootstrap.min.css")]
    [InlineData("/lib/bootstrap-icons/fonts/bootstrap-icons.woff2")]
    [InlineData("/wall/wall.js")]
    [InlineData("/staff/staff.css")]
    [InlineData("/Supervision.Web.styles.css")]
    public async Task Asset_OfThePages_IsServed(string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Page_ThatFails_SaysWhatToDoAndNothingOfTheFault()
    {
        using var answer = await client.GetAsync("/cases", TestContext.Current.CancellationToken);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("页面出错了", text, StringComparison.Ordinal);
        Assert.DoesNotContain(FailingCaseList.Secret, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/alerts?level=purple&state=%00&kind=%3Cscript%3E&card=none")]
    [InlineData("/alerts?level=red&level=yellow&q=%25%27%22")]
    public async Task Alerts_NonsenseInTheAddress_StillAnswers(string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private sealed class FailingCaseList : ICaseList
    {
        public const string Secret = "the password is swordfish";

        public Page<CaseRow> Find(CaseQuery query) => throw new InvalidOperationException(Secret);

        public ValueTask<CaseFile?> OpenAsync(string no, CancellationToken cancellationToken) =>
            throw new InvalidOperationException(Secret);
    }
}
