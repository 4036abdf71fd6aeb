using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Draws;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Tests.Support;

namespace Supervision.Tests.Api;

/// <summary>The yearly plan on its page, and the way from it to a draw.</summary>
public sealed class DrawPlanPagesTests : IAsyncLifetime
{
    private const string Plan =
        """ "draws": [{"id": "halls", "name": "大厅服务", "kind": "halls", "timesPerYear": 1, "percent": 50}], """;

    private static readonly Actor Runner = new("R1", "孙监察", Role.Inspector, null);

    private readonly TemporaryFolder folder = new();
    private RealSystem system = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json.Replace(
            "\"findings\":", Plan + "\"findings\":", StringComparison.Ordinal));
        system = new RealSystem
        {
            Arguments = [.. SignedIn.Arguments, "--Supervision:Rules", folder.File("rules.json")],
        };
        await system.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Line_LeadsToTheFormFilledIn_AndTheDrawMeetsIt()
    {
        using var client = system.ClientOf(Runner);
        var now = system.Services.GetRequiredService<IEngine>().Now;
        var year = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(now, "Asia/Shanghai").Year;
        var page = await client.ReadAsync($"/draws/year?year={year}");
        var address = $"/draws/new?line=halls&amp;year={year}&amp;part=1";
        Assert.Contains(address, page, StringComparison.Ordinal);
        Assert.Contains("data-duty=\"open\"", page, StringComparison.Ordinal);
        var form = await client.ReadAsync(address.Replace("&amp;", "&", StringComparison.Ordinal));
        Assert.Contains($"大厅服务 {year} 年第 1 次抽查", form, StringComparison.Ordinal);
        Assert.Contains("data-line=\"halls\"", form, StringComparison.Ordinal);

        var round = Quicknet.RoundAt(now.AddDays(1));
        using var planned = await client.PostAsJsonAsync("/api/draws", new
        {
            title = "大厅服务",
            kind = "halls",
            selection = "全部",
            beaconAt = round.At,
            @for = new { line = "halls", year, part = 1 },
        });
        var file = await planned.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(round.Round, file.GetProperty("beaconRound").GetProperty("round").GetInt64());
        var no = file.GetProperty("draw").GetProperty("no").GetString()!;
        var after = await client.ReadAsync($"/draws/year?year={year}");
        Assert.Contains("data-duty=\"running\"", after, StringComparison.Ordinal);
        Assert.Contains($"/draws/{no}", after, StringComparison.Ordinal);
        var drawPage = await client.ReadAsync($"/draws/{no}");
        Assert.Contains("信标的值是其签名的 SHA-256", drawPage, StringComparison.Ordinal); // which check is made
        Assert.Contains("未核验：签名本身", drawPage, StringComparison.Ordinal);
    }
}
