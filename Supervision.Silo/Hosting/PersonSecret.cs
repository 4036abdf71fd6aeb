using System.Security.Cryptography;
using Supervision.Silo.Storage;

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
            PrivateFile.TryEnsure(path);
            return File.ReadAllBytes(path);
        }

        var secret = RandomNumberGenerator.GetBytes(SizeBytes);
        using var file = new FileStream(path, PrivateFile.Options(FileMode.CreateNew));
        file.Write(secret);
        file.Flush(flushToDisk: true);
        return secret;
    }
}
