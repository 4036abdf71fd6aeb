using System.Security.Cryptography;
using System.Text;

namespace Supervision.Web.Public;

/// <summary>
/// The stand-alone verifier of draws: one file, the same bytes whether it is served, saved or opened from disk. Its
/// policy allows the script and the style that are in it, by their hashes, the worker made of it, and no network.
/// </summary>
internal static class VerifierPage
{
    private static readonly string Page = Load();

    private static readonly string Policy =
        $"default-src 'none'; script-src '{HashOf("script")}'; style-src '{HashOf("style")}'; worker-src blob:; "
        + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps the page.</summary>
    public static RouteHandlerBuilder MapVerifierPage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/public/verify-draw", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return Results.Text(Page, "text/html", Encoding.UTF8);
        });

    /// <summary>Of the one element of that name; the verifier's own script is data, and has a type.</summary>
    private static string HashOf(string element)
    {
        var start = Page.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var end = Page.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Page[start..end])))}";
    }

    private static string Load()
    {
        using var stream = typeof(VerifierPage).Assembly.GetManifestResourceStream("verify-draw.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n"); // a browser hashes it so
    }
}
