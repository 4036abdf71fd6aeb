using System.Security.Cryptography;
using Supervision.Core.Draws;
using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Draws;

/// <summary>
/// Frozen pools: objects and inspectors as canonical JSON, each file under the SHA-256 of its content. Durable before
/// the freezing that names them is decided; never changed. Several processes may share the folder. Safe for concurrent
/// use.
/// </summary>
public sealed class PoolStore
{
    private const int BufferBytes = 1 << 16;

    private readonly string folder;

    /// <summary>Opens or creates the store.</summary>
    public PoolStore(string folder)
    {
        this.folder = folder;
        PrivateFile.CreateFolder(folder);
    }

    /// <summary>Keeps a pool; it is durable when this returns.</summary>
    /// <returns>The hashes it is found under, and the rule's.</returns>
    /// <exception cref="JournalUnavailableException">The disk failed. Try again later.</exception>
    public FrozenDigests Keep(DrawRule rule, DrawPool pool)
    {
        try
        {
            return new FrozenDigests(
                Digests.Of(rule), Write(writer => DrawJson.Write(writer, pool.Objects)),
                Write(writer => DrawJson.Write(writer, pool.Inspectors)));
        }
        catch (IOException exception)
        {
            throw new JournalUnavailableException("The pool could not be written.", exception);
        }
    }

    /// <summary>Finds a pool; null when it is missing or is not what was frozen.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public FrozenPool? Open(FrozenDigests frozen)
    {
        if (!Holds(frozen.Objects) || !Holds(frozen.Inspectors))
        {
            return null;
        }

        using var file = File.OpenRead(PathOf(frozen.Inspectors));
        return new(PathOf(frozen.Objects), [.. JsonElements.Read(file, new PoolReader().Inspector)]);
    }

    private string Write(Action<CanonicalWriter> write)
    {
        var draft = Path.Combine(folder, $"{Guid.NewGuid():N}.draft");
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using (var file = new FileStream(draft, PrivateFile.Options(FileMode.CreateNew, BufferBytes)))
            {
                var output = new ChunkBuffer(chunk =>
                {
                    hash.AppendData(chunk);
                    file.Write(chunk);
                });
                write(new CanonicalWriter(output));
                output.Flush();
                file.Flush(flushToDisk: true);
            }

            var name = Convert.ToHexStringLower(hash.GetHashAndReset());
            DurableFile.Rename(draft, PathOf(name));
            return name;
        }
        finally
        {
            File.Delete(draft); // nothing is there any more when it was kept
        }
    }

    private bool Holds(string hash)
    {
        if (!Digests.IsDigest(hash) || !File.Exists(PathOf(hash)))
        {
            return false;
        }

        using var file = File.OpenRead(PathOf(hash));
        return Convert.ToHexStringLower(SHA256.HashData(file)) == hash;
    }

    private string PathOf(string hash) => Path.Combine(folder, hash + ".json");
}
