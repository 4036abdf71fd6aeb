using System.Security.Cryptography;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Attachments;

/// <summary>
/// Files that came with steps of orders, each under the SHA-256 of its content: <c>attachments/ab/ab12…</c>. The same
/// content is kept once. A file is durable before the step that names it is decided; one that no step came to name is
/// swept away later. Several processes may share the folder. Safe for concurrent use.
/// </summary>
public sealed class AttachmentStore
{
    private const int PieceBytes = 64 * 1024;
    private const long MiB = 1024 * 1024;
    private const string Drafts = "drafts";

    private readonly string folder;
    private readonly string drafts;
    private readonly AttachmentOptions options;
    private readonly TimeProvider time;

    /// <summary>Opens or creates the store.</summary>
    public AttachmentStore(string folder, AttachmentOptions options, TimeProvider time)
    {
        (this.folder, this.options, this.time) = (folder, options, time);
        drafts = Path.Combine(folder, Drafts);
        PrivateFile.CreateFolder(folder);
        PrivateFile.CreateFolder(drafts);
    }

    /// <summary>Takes a file piece by piece; it is durable when this returns without a refusal.</summary>
    /// <param name="content">Read to its end, or until it is longer than an attachment may be.</param>
    /// <param name="name">What people call it; folders, control and direction characters are left out.</param>
    /// <param name="cancellationToken">Gives up; nothing is kept.</param>
    /// <exception cref="IOException">The sender failed; nothing is kept.</exception>
    /// <exception cref="JournalUnavailableException">The disk failed; nothing is kept. Try again later.</exception>
    public async Task<(Attachment? Taken, Refusal? Refusal)> TakeAsync(
        Stream content, string name, CancellationToken cancellationToken)
    {
        if (!HasRoom())
        {
            return (null, AttachmentRefusals.NoRoom);
        }

        var draft = Path.Combine(drafts, Guid.NewGuid().ToString("N"));
        try
        {
            var (taken, refusal) = await WriteAsync(draft, content, FileNames.Plain(name), cancellationToken);
            if (taken is not null)
            {
                Keep(draft, taken.Hash);
            }

            return (taken, refusal);
        }
        finally
        {
            File.Delete(draft); // nothing is there any more when it was kept
        }
    }

    /// <summary>
    /// Opens a file for reading, after comparing it with its hash; null when it is missing or is not what was sent.
    /// </summary>
    public async Task<Stream?> OpenAsync(Attachment attachment, CancellationToken cancellationToken)
    {
        var path = PathOf(attachment.Hash);
        if (!File.Exists(path))
        {
            return null;
        }

        var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, PieceBytes,
            FileOptions.Asynchronous);
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) != attachment.Hash)
        {
            await file.DisposeAsync();
            return null;
        }

        file.Position = 0;
        return file;
    }

    /// <summary>Removes what no step names: files and drafts that are older than they need to be.</summary>
    /// <param name="isNamed">Whether a step names a hash; knows every step that is older than that.</param>
    /// <returns>How many were removed.</returns>
    public int Sweep(Func<string, bool> isNamed)
    {
        var before = time.GetUtcNow().UtcDateTime - options.UnusedKeptFor;
        var removed = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var isDraft = Path.GetFileName(Path.GetDirectoryName(path)) == Drafts;
            if (File.GetLastWriteTimeUtc(path) < before && (isDraft || !isNamed(Path.GetFileName(path))))
            {
                removed += Remove(path, before) ? 1 : 0;
            }
        }

        return removed;
    }

    /// <summary>Where the file of a hash lies.</summary>
    public static string PathOf(string folder, string hash) => Path.Combine(folder, hash[..2], hash);

    private string PathOf(string hash) => PathOf(folder, hash);

    private bool HasRoom() => options.FreeMiBMin == 0
        || new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace >= options.FreeMiBMin * MiB;

    private static async Task<(Attachment? Taken, Refusal? Refusal)> WriteAsync(
        string draft, Stream content, string name, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(draft, PrivateFile.Options(FileMode.CreateNew, PieceBytes));
        if (await CopyAsync(content, file, cancellationToken) is not { } hash)
        {
            return (null, AttachmentRefusals.TooLarge);
        }

        var (type, refusal) = ContentCheck.Of(file, name);
        return (type is null ? null : new Attachment(hash, name, file.Length, type), refusal);
    }

    private static async Task WriteAsync(
        FileStream file, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(piece, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new JournalUnavailableException($"{file.Name} could not be written.", exception);
        }
    }

    /// <summary>The hash of what was copied; null when there is too much of it.</summary>
    private static async Task<string?> CopyAsync(
        Stream content, FileStream file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[PieceBytes];
        for (var length = 0L; ;)
        {
            var count = await content.ReadAsync(piece, cancellationToken);
            if (count == 0)
            {
                return Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            length += count;
            if (length > Attachment.SizeBytesMax)
            {
                return null;
            }

            hash.AppendData(piece, 0, count);
            await WriteAsync(file, piece.AsMemory(0, count), cancellationToken);
        }
    }

    /// <summary>
    /// Gives a draft its name. One of the same content that is there already is replaced: the new one is young, so a
    /// sweep leaves it alone.
    /// </summary>
    private void Keep(string draft, string hash)
    {
        var path = PathOf(hash);
        var shelf = Path.GetDirectoryName(path)!;
        try
        {
            File.SetLastWriteTimeUtc(draft, time.GetUtcNow().UtcDateTime);
            if (!Directory.Exists(shelf))
            {
                PrivateFile.CreateFolder(shelf);
                DurableFile.FlushFolder(folder);
            }

            DurableFile.Rename(draft, path);
        }
        catch (IOException exception)
        {
            throw new JournalUnavailableException($"{path} could not be written.", exception);
        }
    }

    /// <summary>
    /// Takes a file away and looks at its age once more: somebody may have sent the same content in between.
    /// </summary>
    private bool Remove(string path, DateTime before)
    {
        var aside = Path.Combine(drafts, Guid.NewGuid().ToString("N"));
        try
        {
            File.Move(path, aside);
        }
        catch (FileNotFoundException)
        {
            return false; // another process swept it
        }

        if (File.GetLastWriteTimeUtc(aside) >= before)
        {
            File.Move(aside, path, overwrite: true);
            return false;
        }

        File.Delete(aside);
        return true;
    }
}
