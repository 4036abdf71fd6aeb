using System.Security.Cryptography;

namespace Supervision.Silo.Hosting;

/// <summary>
/// The key under which people are hashed, made at first start and readable by the service's own account alone.
/// </summary>
public static class PersonSecret
{
    private const int SizeBytes = 32;

    /// <summary>Reads the secret, or makes one.</summary>
    public static byte[] ReadOrCreate(string path)
    {
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        var secret = RandomNumberGenerator.GetBytes(SizeBytes);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(secret);
        file.Flush(flushToDisk: true);
        return secret;
    }
}
