using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Supervision.Core.Alerts;
using Supervision.Core.Reading;
using Supervision.Tests.Support;
using Supervision.Web.Components;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;

namespace Supervision.Tests.Unit.Pages;

public class ListExportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.FromHours(8));
    private readonly InMemoryAlertList alerts = new();

    [Fact]
    public async Task Write_LongList_HoldsEveryMatchOnceUnderOneHeader()
    {
        var city = new SampleCity(Now);
        for (var i = 0; i < 2500; i++)
        {
            alerts.Put(city.NextAlert(Now.AddSeconds(i), i % 2 == 0 ? AlertLevel.Red : AlertLevel.Yellow));
        }

        var lines = await LinesAsync(AlertLevel.Red);
        Assert.Equal(1251, lines.Length);
        Assert.Equal(1251, lines.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Write_ListOfAYear_IsNeverCut()
    {
        const int many = 120_000;
        var row = new SampleCity(Now).NextAlert(Now);
        var text = await WrittenAsync((after, limit) =>
        {
            var from = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
            var to = Math.Min(many, from + limit);
            AlertRow[] rows = [.. Enumerable.Range(from, to - from).Select(i => row with { Subject = $"no-{i}." })];
            return new(rows, to < many ? to.ToString(CultureInfo.InvariantCulture) : null, many);
        });
        Assert.Equal(many + 1, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"no-{many - 1}.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_CellASpreadsheetWouldRun_BecomesText()
    {
        alerts.Put(new SampleCity(Now).NextAlert(Now) with { Subject = "=cmd|'/c calc'!A1", Because = "say \"no\"" });
        var line = (await LinesAsync())[1];
        Assert.Contains("\"'=cmd|'/c calc'!A1\"", line, StringComparison.Ordinal);
        Assert.Contains("\"say \"\"no\"\"\"", line, StringComparison.Ordinal);
    }

    private async Task<string[]> LinesAsync(AlertLevel? level = null)
    {
        var text = await WrittenAsync(
            (after, limit) => alerts.Find(new AlertQuery(Level: level, After: after, Limit: limit)));
        return text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> WrittenAsync(Func<string?, int, Page<AlertRow>> read)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var columns = new AlertExport(new RuleBookNames(() => null), new HallTime(Options.Create(new PageOptions())));
        await new ListExport().WriteAsync(context, ExportFormat.Csv, columns, read);
        return Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
    }
}
