using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
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
    private const string Password = "swordfish-2026";

    private readonly RealSystem system = new();

    public ValueTask InitializeAsync() => system.InitializeAsync();

    public ValueTask DisposeAsync() => system.DisposeAsync();

    [Fact]
    public async Task Scripts_InEveryText_AreTextOnEveryPage()
    {
        var order = await TellAsync();
        using var admin = await SignInAsync(Role.Admin);
        using var made = await admin.SendFormAsync(
            "/keys", "make", ("name", Script), ("scope", "Kiosk"), ("organisations", Script));
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
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
        foreach (var visitor in new[] { admin, await SignInAsync(Role.Inspector) })
        {
            foreach (var page in pages)
            {
                using var answer = await visitor.Http.GetAsync(page);
                var html = await answer.Content.ReadAsStringAsync();
                Assert.False(html.Contains("<img", StringComparison.OrdinalIgnoreCase), page);
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
        using var admin = await SignInAsync(Role.Admin);
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

    /// <summary>Cases, findings, orders, words, files and silences that carry both.</summary>
    private async Task<string> TellAsync()
    {
        List<string> orders = [];
        foreach (var text in (string[])[Script, Formula])
        {
            var facts = new[]
            {
                Fact(text, "case.accepted", new
                {
                    promised = new { amount = 7, unit = "workingDay" }, item = text, hall = text, window = text,
                    department = text, handler = text, channel = text, parent = text,
                }),
                Fact(text, "case.refused", new { reason = text, basis = text, remedy = text, handler = text }),
                Fact(text, "case.stage.entered", new { stage = text, handler = text, opinion = text }),
                Fact(text, "case.correction.requested", new { notice = text, materials = new[] { text } }),
                Fact(text, "case.fee.charged", new { amount = 5, standard = 3, where = text }),
            };
            var (status, answer) = await system.PostAsync(string.Join('\n', facts));
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.True(answer.GetProperty("accepted").GetInt32() == 5, answer.ToString());
            var order = await system.OpenOrderAsync(
                "complaint " + text, "complaint.filed", new { hall = "H1", window = "W01", department = text });
            orders.Add(order);
            var manager = await SignInAsync(Role.Manager, "W01", text);
            using var form = new MultipartFormDataContent { { new StringContent(text), "words" } };
            var file = new ByteArrayContent(SampleFiles.Pdf);
            file.Headers.ContentDisposition = new("form-data") { Name = "files", FileNameStar = text + ".pdf" };
            form.Add(file);
            using var taken = await manager.Http.PostAsync($"/api/orders/{order}/acknowledge", form);
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
            using var silenced = await manager.Http.PostAsJsonAsync(
                "/api/silences/H1", new { reason = text, until = DateTimeOffset.UtcNow.AddDays(1), code = text });
        }

        await system.GetAsync("/api/board");
        return orders[0]; // the one with scripts
    }

    private static async Task<HttpResponseMessage> GetAsync(Visitor visitor, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await visitor.Http.SendAsync(request);
    }

    private async Task<Visitor> SignInAsync(Role role, string? organisation = null, string text = Script)
    {
        var name = $"{text}{Guid.NewGuid():N}"[..Math.Min(64, text.Length + 8)];
        await system.MakeAccountAsync(name, role, organisation, Password);
        var visitor = system.Visit();
        using var answer = await visitor.SignInAsync(name, Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    private static string Fact(string text, string type, object data) => JsonSerializer.Serialize(new
    {
        specversion = "1.0", id = type + text, source = "/" + text, type, subject = text,
        time = DateTimeOffset.UtcNow, data,
    });
}
