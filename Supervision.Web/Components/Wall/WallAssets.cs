using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.FileProviders;

namespace Supervision.Web.Components.Wall;

/// <summary>
/// Names the version of everything the wall consists of. A wall hangs for months: after each reconnect it asks whether
/// this version is still its own, and loads itself anew when a new release or other colours came meanwhile.
/// </summary>
public sealed class WallAssets(IWebHostEnvironment environment, LevelColours colours)
{
    private readonly Lazy<string> version = new(() => Compute(environment.WebRootFileProvider, colours.Css));

    /// <summary>12 hex digits over the program, the wall's files and the colours.</summary>
    public string Version => version.Value;

    private static string Compute(IFileProvider files, string css)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(typeof(WallAssets).Module.ModuleVersionId.ToByteArray());
        hash.AppendData(Encoding.UTF8.GetBytes(css));
        foreach (var file in files.GetDirectoryContents("wall").OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            using var content = file.CreateReadStream();
            hash.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }
}
