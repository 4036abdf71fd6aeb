using Microsoft.Playwright;
using Supervision.Core.Draws;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Draws;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

/// <summary>The stand-alone page and the verifier in C# say the same of every record.</summary>
[Collection(BrowserSuite.Name)]
public class VerifierPageTests(Chromium chromium)
{
    private static string OnDisk => Path.Combine(SharedFiles.Root, "Supervision.Web", "Public", "verify-draw.html");

    [Fact]
    public async Task FromDisk_GenuineRecords_Hold()
    {
        await using var watched = await chromium.OpenAsync(new Uri(OnDisk).AbsoluteUri);
        foreach (var which in RecordVerifierTests.Genuine)
        {
            var record = RecordVerifierTests.Make(which.Data);
            await watched.GotoAsync("");
            Assert.Equal("", await VerifyAsync(watched.Page, DrawSamples.Bytes(record)));
            await Expect(watched.Page.Locator("#verdict")).ToHaveAttributeAsync("data-state", "holds");
            await Expect(watched.Page.Locator("#steps li[data-state=holds]")).ToHaveCountAsync(10);
            await Expect(watched.Page.Locator("#drawn tbody tr")).ToHaveCountAsync(record.Drawn.Length);
            await watched.Page.FillAsync("#published", record.Digest.ToUpperInvariant());
            await Expect(watched.Page.Locator("#comparison")).ToHaveClassAsync("same");
        }

        watched.AssertClean();
    }

    [Fact]
    public async Task FromDisk_ForgedRecords_FailAtTheSameSteps()
    {
        await using var watched = await chromium.OpenAsync(new Uri(OnDisk).AbsoluteUri, 390, 844);
        await watched.GotoAsync("");
        foreach (var forged in RecordVerifierTests.Forged)
        {
            var (which, steps) = forged.Data;
            Assert.Equal((which, steps), (which, await VerifyAsync(watched.Page, RecordVerifierTests.Forge(which))));
            await Expect(watched.Page.Locator("#verdict")).ToHaveAttributeAsync("data-state", "fails");
        }

        await VerifyAsync(watched.Page, RecordVerifierTests.Forge("inspector"));
        await watched.Page.FillAsync("#published", DrawSamples.Hash("another"));
        await Expect(watched.Page.Locator("#comparison")).ToHaveClassAsync("other");
        await watched.ShootAsync("verify-draw-forged", fullPage: true);
        watched.AssertClean();
    }

    /// <summary>Another byte each time, all over the record: whatever C# says, the page says.</summary>
    [Fact]
    public async Task FromDisk_BytesChanged_SaysWhatTheVerifierSays()
    {
        await using var watched = await chromium.OpenAsync(new Uri(OnDisk).AbsoluteUri);
        await watched.GotoAsync("");
        var record = DrawSamples.Bytes(DrawSamples.Amended());
        for (var i = 3; i < record.Length; i += 101)
        {
            var changed = record.ToArray();
            changed[i] ^= 1;
            var (right, said) = (DrawSamples.Broken(changed), await VerifyAsync(watched.Page, changed));
            Assert.True(right == said, $"byte {i}: '{right}' by C#, '{said}' by the page");
        }

        watched.AssertClean();
    }

    [Fact]
    public async Task FromDisk_LargePool_ShowsProgressAndWeightsTheSame()
    {
        await using var watched = await chromium.OpenAsync(new Uri(OnDisk).AbsoluteUri);
        await watched.GotoAsync("");
        var pool = DrawSamples.Pool(20_000, number => PoolObject.Of($"窗口{number}", "", (number * 7919 % 1000) + 1));
        var record = DrawSamples.Record(DrawRule.Of(300, weighted: true), pool);
        Assert.Equal("", await VerifyAsync(watched.Page, DrawSamples.Bytes(record)));
        Assert.Equal(1, await watched.Page.Locator("#progress").EvaluateAsync<double>("bar => bar.value"));
        watched.AssertClean();
    }

    [Fact]
    public async Task Served_ObeysItsPolicy_AndIsTheFileOnDisk()
    {
        var city = new SampleCity(TimeProvider.System.GetUtcNow());
        var board = new InMemoryBoard(TimeProvider.System);
        board.Set(city.Board);
        await using var host = await PageHost.StartAsync(board, new InMemoryAlertList(), new InMemoryCaseList());
        await using var watched = await chromium.OpenAsync(host.Address);
        await watched.GotoAsync("/public/verify-draw");
        Assert.Equal("", await VerifyAsync(watched.Page, DrawSamples.Bytes(DrawSamples.Amended())));
        await watched.ShootAsync("verify-draw", fullPage: true);
        await Expect(watched.Page.Locator("h1")).ToHaveCSSAsync("margin-top", "0px"); // the style was let in
        var download = await watched.Page.RunAndWaitForDownloadAsync(() => watched.Page.ClickAsync("#save a"));
        Assert.Equal(
            await File.ReadAllTextAsync(OnDisk, TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        watched.AssertClean();
    }

    /// <summary>Names of the steps that fail, as the page says.</summary>
    private static async Task<string> VerifyAsync(IPage page, byte[] record)
    {
        await page.SetInputFilesAsync(
            "#file", new FilePayload { Name = "record.json", MimeType = "application/json", Buffer = record });
        await Expect(page.Locator("#verdict:is([data-state=holds], [data-state=fails])"))
            .ToBeVisibleAsync(new() { Timeout = 120_000 });
        var failed = await page.Locator("#steps [data-state=fails]").EvaluateAllAsync<string[]>(
            "steps => steps.map(step => step.dataset.step)");
        return string.Join(' ', failed);
    }
}
