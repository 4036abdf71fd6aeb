using Microsoft.AspNetCore.Hosting.StaticWebAssets;

namespace Supervision.Web.Components;

/// <summary>Finds the pages' static files wherever the program was started from.</summary>
public static class PageAssets
{
    /// <summary>
    /// Serves static files from the build output's manifest, in every environment and from any working directory; a
    /// published program has no such manifest and serves the <c>wwwroot</c> beside it.
    /// </summary>
    public static void Use(WebApplicationBuilder builder)
    {
        var manifest = Path.Combine(
            AppContext.BaseDirectory, $"{builder.Environment.ApplicationName}.staticwebassets.runtime.json");
        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (File.Exists(manifest))
        {
            StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        }
        else if (Directory.Exists(published))
        {
            builder.WebHost.UseWebRoot(published);
        }
    }
}
