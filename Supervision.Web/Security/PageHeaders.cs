namespace Supervision.Web.Security;

/// <summary>
/// The headers every page carries. Scripts come from this host alone and never inline. Styles are equally strict, but
/// for the wall, whose charts (ApexCharts) set style attributes and add a style element. The verifier of draws, which
/// works from disk too, has everything in one file and a stricter policy that names the hash of each part.
/// </summary>
public static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; font-src 'self'; img-src 'self' data:; "
        + "form-action 'self'; base-uri 'self'; frame-ancestors 'none'; manifest-src 'self'; style-src 'self'";

    /// <summary>Sets the headers of a page; one that brought a policy of its own keeps it.</summary>
    /// <param name="headers">Response headers.</param>
    /// <param name="inlineStyles">True for the wall alone.</param>
    public static void Set(IHeaderDictionary headers, bool inlineStyles)
    {
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = inlineStyles ? Policy + " 'unsafe-inline'" : Policy;
        }

        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
    }
}
