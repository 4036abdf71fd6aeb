using Microsoft.Playwright;

namespace Supervision.Tests.Support;

/// <summary>
/// A Chromium of this machine, started once for all browser tests; without one they are skipped, with the reason.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const float PatienceMs = 30_000;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is { } path)
        {
            Assertions.SetDefaultExpectTimeout(PatienceMs); // machines that build beside us are slow
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>A fresh page with nothing remembered. Skips the test where there is no browser.</summary>
    public async Task<WatchedPage> OpenAsync(string home, int width = 1920, int height = 1080)
    {
        Assert.SkipWhen(browser is null, $"no Chromium on this machine: none of {string.Join(", ", Names)} in PATH");
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        context.SetDefaultTimeout(PatienceMs);
        return new WatchedPage(await context.NewPageAsync(), new Uri(home));
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}

/// <summary>A page whose complaints and requests are noted.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly Uri home;
    private readonly List<string> complaints = [];

    public WatchedPage(IPage page, Uri home)
    {
        Page = page;
        this.home = home;
        page.PageError += (_, error) => Note($"error: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Note($"{message.Type}: {message.Text}");
            }
        };
        page.Request += (_, request) =>
        {
            if (Uri.TryCreate(request.Url, UriKind.Absolute, out var uri)
                && uri.Scheme is not ("data" or "blob") && uri.Host != home.Host)
            {
                Note($"foreign request: {request.Url}");
            }
        };
    }

    public IPage Page { get; }

    public Task GotoAsync(string path) => Page.GotoAsync(new Uri(home, path).ToString());

    /// <summary>Signs in as people do, on the way to a page.</summary>
    public async Task SignInAsync(string name, string password, string page)
    {
        await GotoAsync($"/sign-in?back={Uri.EscapeDataString(page)}");
        await Page.Locator("main input[name=name]").FillAsync(name);
        await Page.Locator("main input[name=password]").FillAsync(password);
        await Page.Locator("main button.btn-primary[type=submit]").ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(new Uri(home, page).ToString());
    }

    /// <summary>Nothing was logged, nothing failed, nobody else was asked.</summary>
    /// <param name="allowed">Part of complaints that the test itself provokes.</param>
    public void AssertClean(string? allowed = null)
    {
        lock (complaints)
        {
            Assert.DoesNotContain(
                complaints, text => allowed is null || !text.Contains(allowed, StringComparison.Ordinal));
        }
    }

    /// <summary>Saves a picture under <c>screens</c> beside the tests.</summary>
    public Task ShootAsync(string name, bool fullPage = false) => Page.ScreenshotAsync(new()
    {
        Path = Path.Combine(
            AppContext.BaseDirectory, "screens", $"{name}-{Page.ViewportSize!.Width}x{Page.ViewportSize.Height}.png"),
        FullPage = fullPage,
    });

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private void Note(string text)
    {
        lock (complaints)
        {
            complaints.Add(text);
        }
    }
}
