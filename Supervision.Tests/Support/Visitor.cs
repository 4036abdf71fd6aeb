using System.Net;
using System.Text.RegularExpressions;

namespace Supervision.Tests.Support;

/// <summary>A browser without a screen: keeps cookies, follows nothing by itself, fills in forms.</summary>
public sealed partial class Visitor : IDisposable
{
    private const int PatienceMs = 10_000;

    private readonly CookieContainer cookies = new();

    public Visitor(Uri home) => Http = new HttpClient(
        new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }, disposeHandler: true)
    {
        BaseAddress = home,
    };

    public HttpClient Http { get; }

    /// <summary>Cookies it holds, by name.</summary>
    public IReadOnlyDictionary<string, Cookie> Cookies =>
        cookies.GetAllCookies().ToDictionary(cookie => cookie.Name, StringComparer.Ordinal);

    /// <summary>Opens a page and sends one of its forms with these fields and the hidden ones.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(
        string page, string handler, params (string Name, string Value)[] fields)
    {
        Dictionary<string, string> form = new(StringComparer.Ordinal)
        {
            ["_handler"] = handler,
            ["__RequestVerificationToken"] = await TokenAsync(page),
        };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        using var content = new FormUrlEncodedContent(form);
        return await Http.PostAsync(page, content);
    }

    /// <summary>The antiforgery token of a page's forms.</summary>
    public async Task<string> TokenAsync(string page) =>
        WebUtility.HtmlDecode(Token().Match(await Http.GetStringAsync(page)).Groups["token"].Value);

    public Task<HttpResponseMessage> SignInAsync(string name, string password, string? back = null) => SendFormAsync(
        "/sign-in" + (back is null ? "" : "?back=" + Uri.EscapeDataString(back)), "sign-in",
        ("name", name), ("password", password));

    public void Dispose() => Http.Dispose();

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Token();
}
