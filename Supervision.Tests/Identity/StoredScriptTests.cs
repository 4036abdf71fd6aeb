using System.IO.Compression;
using Supervision.Core.People;
using Supervision.Tests.Support;

namespace Supervision.Tests.Identity;

/// <summary>
/// A script and a formula in every text that people and feeds can send: pages show them as text, downloads hold no
/// formula.
/// </summary>
public sealed class StoredScriptTests : IAsyncLifetime
{
    private const string Script = "<img src=x onerror=alert(1)>\"'&";
    private const string Formula = "=HYPERLINK(\"http://evil.example\")";

    private readonly RealSystem system = new();

    public ValueTask InitializeAsync() => system.InitializeAsync();

    public ValueTask DisposeAsync() => system.DisposeAsync();

    [Fact]
    public async Task Scripts_InEveryText_AreTextOnEveryPage()
    {
        var order = await TellAsync();
        using var admin = await HostileTexts.SignInAsync(system, Script, Role.Admin);
        var hidden = Uri.EscapeDataString(Script);
        string[] pages =
        [
            "/", "/alerts", "/cases", $"/cases/{hidden}", "/orders", $"/orders/{order}", "/desk", "/escalations",
            "/appeals", "/audit", "/accounts", "/keys", "/password", "/wall", $"/cases?q={hidden}",
            $"/orders?q={hidden}", $"/alerts?q={hidden}", $"/audit?q={hidden}", $"/orders/{hidden}",
            $"/orders/{order}?refusal={hidden}", $"/sign-in?back={hidden}", $"/wall?hall={hidden}",
            $"/alerts?level={hidden}&after={hidden}", $"/{hidden}",
        ];
        var shown = 0;
        foreach (var visitor in new[] { admin, await HostileTexts.SignInAsync(system, Script, Role.Inspector) })
        {
            foreach (var page in pages)
            {
                using var answer = await visitor.Http.GetAsync(page);
                var html = await answer.Content.ReadAsStringAsync();
                Assert.False(html.Contains("<img src=x", StringComparison.OrdinalIgnoreCase), page);
                Assert.False(html.Contains("onerror=alert(1)>\"", StringComparison.OrdinalIgnoreCase), page);
                if (answer.Content.Headers.ContentType?.MediaType == "text/html")
                {
                    var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
                    Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
                    Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
                }

                shown += html.Contains("&lt;img src=x", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.InRange(shown, 15, int.MaxValue); // the walk is worth something only where the texts are
    }

    [Fact]
    public async Task Formulas_InEveryText_AreTextInDownloads()
    {
        await TellAsync();
        using var admin = await HostileTexts.SignInAsync(system, Script, Role.Admin);
        foreach (var path in (string[])["/alerts/download", "/audit/download", "/api/cases", "/api/orders"])
        {
            using var csv = await GetAsync(admin, path, "text/csv");
            var text = await csv.Content.ReadAsStringAsync();
            Assert.Contains("HYPERLINK", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"=HYPERLINK", text, StringComparison.Ordinal);
            Assert.Equal("attachment", csv.Content.Headers.ContentDisposition!.DispositionType);
            using var xlsx = await GetAsync(
                admin, path.Contains("download", StringComparison.Ordinal) ? path + "?format=xlsx" : path,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
            using var archive = new ZipArchive(await xlsx.Content.ReadAsStreamAsync());
            var sheets = string.Concat(archive.Entries.Select(entry => new StreamReader(entry.Open()).ReadToEnd()));
            Assert.Contains("HYPERLINK", sheets, StringComparison.Ordinal);
            Assert.DoesNotContain("<x:f>", sheets, StringComparison.Ordinal);
            Assert.DoesNotContain("<f>", sheets, StringComparison.Ordinal);
        }
    }

    private async Task<string> TellAsync()
    {
        var order = await HostileTexts.TellAsync(system, Script);
        await HostileTexts.TellAsync(system, Formula);
        return order; // the one with scripts
    }

    private static async Task<HttpResponseMessage> GetAsync(Visitor visitor, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await visitor.Http.SendAsync(request);
    }
}
