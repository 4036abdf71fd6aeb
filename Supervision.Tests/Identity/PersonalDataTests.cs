using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Tests.Support;

namespace Supervision.Tests.Identity;

/// <summary>
/// Facts that tell who people are, sent through the whole system: nothing of it is found anywhere afterwards.
/// </summary>
public sealed class PersonalDataTests : IAsyncLifetime
{
    private const string Name = "欧阳明珠";
    private const string Identity = "510104199001011239";
    private const string Phone = "13812345678";
    private const string Case = "2026-000777";

    private static readonly string[] Clear = [Name, Identity, Phone, "138 1234 5678", "138-1234-5678", "１３８１２３４５６７８"];

    private readonly TemporaryFolder folder = new();
    private RealSystem system = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json);
        system = new RealSystem
        {
            Data = folder.File("data"),
            Arguments =
            [
                "--Supervision:Rules", folder.File("rules.json"), "--Logging:LogLevel:Microsoft.AspNetCore", "Trace",
                "--Logging:LogLevel:Supervision", "Trace",
            ],
        };
        await system.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task ClearPersonalData_IsFoundNowhere()
    {
        var log = new Kept();
        system.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var order = await TellAsync();
        List<(string Where, string Text)> seen = [];
        foreach (var role in Enum.GetValues<Role>())
        {
            using var visitor = await system.SignInAsync(role);
            foreach (var path in Paths(order))
            {
                using var answer = await visitor.Http.GetAsync(path);
                var bytes = await answer.Content.ReadAsByteArrayAsync();
                seen.Add(($"{role} {path}", path.EndsWith("xlsx", StringComparison.Ordinal)
                    ? Unpacked(bytes) : WebUtility.HtmlDecode(Encoding.UTF8.GetString(bytes))));
            }
        }

        Assert.Contains(seen, one => one.Text.Contains("欧*", StringComparison.Ordinal)); // masked, and shown
        seen.Add(("log", string.Join('\n', log.Lines)));
        Assert.NotEmpty(log.Lines);
        foreach (var file in Directory.GetFiles(folder.File("data"), "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))) // held, and empty
        {
            var bytes = await ReadAsync(file);
            seen.Add((file, Encoding.UTF8.GetString(bytes)));
            seen.Add((file + " as UTF-16", Encoding.Unicode.GetString(bytes)));
            seen.Add((file + " as JSON", System.Text.RegularExpressions.Regex.Unescape(
                Escapes(Encoding.Latin1.GetString(bytes)))));
        }

        Assert.Contains(seen, one => one.Text.Contains(Case, StringComparison.Ordinal)
            && one.Where.Contains("journal.db", StringComparison.Ordinal)); // it does look into the journal
        foreach (var (where, text) in seen)
        {
            foreach (var clear in Clear)
            {
                Assert.False(text.Contains(clear, StringComparison.OrdinalIgnoreCase), $"{clear} in {where}");
            }
        }
    }

    /// <summary>Those who may be rated find neither the rating nor its case where they look.</summary>
    [Fact]
    public async Task Rated_CannotLearnTheRater()
    {
        var order = await TellAsync();
        foreach (var role in (Role[])[Role.Clerk, Role.Manager])
        {
            using var rated = await system.SignInAsync(role, "W01");
            foreach (var path in (string[])
                ["/desk", "/orders", $"/orders/{order}", "/api/orders", $"/api/orders/{order}"])
            {
                var text = await rated.Http.GetStringAsync(path);
                Assert.False(text.Contains(Case, StringComparison.Ordinal), $"{role} {path}");
            }

            using var found = await rated.Http.GetAsync($"/api/orders?q={Case}");
            Assert.Equal(0, JsonDocument.Parse(await found.Content.ReadAsStringAsync())
                .RootElement.GetProperty("total").GetInt64());
            foreach (var path in (string[])[$"/cases/{Case}", $"/api/cases/{Case}"])
            {
                var text = await rated.Http.GetStringAsync(path);
                Assert.DoesNotContain("等了太久", text, StringComparison.Ordinal);
                Assert.DoesNotContain("RatingGiven", text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("rating.given", text, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    /// <summary>A case with its applicant and a bad rating; the order that follows.</summary>
    private async Task<string> TellAsync()
    {
        var orders = system.Services.GetRequiredService<IOrderList>();
        var shown = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        orders.Changed += rows =>
        {
            if (rows.FirstOrDefault(row => row.Source == OrderSource.Rating) is { } row) shown.TrySetResult(row.No);
        };
        var person = new { name = Name, id = Identity, phone = Phone };
        object[] facts =
        [
            Fact("1", "case.received", Case, new
            {
                item = "PROMISED", hall = "H1", window = "W01", applicant = person, agent = Name, phone = Phone,
                contact = new { 手机 = Phone, role = "owner", words = $"call {Phone}" }, tel2 = 13812345678,
            }),
            Fact("2", "case.accepted", Case, new
            {
                item = "PROMISED", hall = "H1", window = "W01", department = "D1", applicantName = Name,
            }),
            Fact("3", "case.correction.requested", Case, new
            {
                notice = $"请联系 {Phone}", materials = new[] { $"身份证 {Identity}" },
            }),
            Fact("4", "rating.given", Case, new
            {
                score = 1, channel = "sms", named = true, name = Name, phone = Phone,
                comment = $"等了太久，电话 138 1234 5678 / 138-1234-5678 / １３８１２３４５６７８，证件 {Identity}",
            }),
            Fact("5", "rating.given", Case, new { score = Name, phone = Phone }), // at fault: the reason quotes nothing
        ];
        var (status, answer) = await system.PostAsync(string.Join('\n', facts.Select(fact =>
            JsonSerializer.Serialize(fact))));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(4, answer.GetProperty("accepted").GetInt32());
        Assert.All(Clear, clear => Assert.DoesNotContain(clear, answer.ToString(), StringComparison.Ordinal));
        await system.GetAsync("/api/board");
        return await shown.Task;
    }

    private static object Fact(string id, string type, string subject, object data) => new
    {
        specversion = "1.0",
        id,
        source = "/halls/h1",
        type,
        subject,
        time = DateTimeOffset.UtcNow,
        data,
    };

    private static string[] Paths(string order) =>
    [
        "/", "/alerts", "/alerts/download", "/alerts/download?format=xlsx", "/cases", $"/cases/{Case}", "/desk",
        "/orders", $"/orders/{order}", "/escalations", "/appeals", "/audit", "/audit/download",
        "/audit/download?format=xlsx", "/api/board", "/api/cases", $"/api/cases/{Case}", $"/api/cases/{Case}/clocks",
        "/api/alerts", "/api/orders", $"/api/orders/{order}", "/api/journal/proof?seq=1", "/wall",
    ];

    private static string Unpacked(byte[] xlsx)
    {
        if (xlsx is not [(byte)'P', (byte)'K', ..])
        {
            return Encoding.UTF8.GetString(xlsx);
        }

        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(xlsx));
        return string.Concat(archive.Entries.Select(entry => new StreamReader(entry.Open()).ReadToEnd()));
    }

    /// <summary>Also while the system has it open; with the log beside it, a journal is complete.</summary>
    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>Only the escapes of JSON, so that a name written with them is found as well.</summary>
    private static string Escapes(string text) => string.Concat(System.Text.RegularExpressions.Regex.Matches(
        text, @"\\u[0-9a-fA-F]{4}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(10))
        .Select(match => match.Value));

    private sealed class Kept : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
