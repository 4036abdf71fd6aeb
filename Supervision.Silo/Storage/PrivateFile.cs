namespace Supervision.Silo.Storage;

/// <summary>
/// Files and folders that the service's own account alone may read: 0600 and 0700. On Windows the folder's own access
/// list holds.
/// </summary>
public static class PrivateFile
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    /// <summary>How to open a new file of one's own.</summary>
    public static FileStreamOptions Options(FileMode mode, int bufferBytes = 4096)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = bufferBytes,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        return options;
    }

    /// <summary>Makes a folder, or takes the others' rights to it away where it is ours.</summary>
    public static DirectoryInfo CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path);
        }

        var folder = Directory.CreateDirectory(path, OwnersFolder);
        if ((folder.UnixFileMode & ~OwnersFolder) != UnixFileMode.None)
        {
            try
            {
                folder.UnixFileMode &= OwnersFolder;
            }
            catch (UnauthorizedAccessException)
            {
                // Somebody else's folder that we may write to: what we put into it is still ours alone.
            }
        }

        return folder;
    }

    /// <summary>
    /// Makes an empty file where there is none, and takes the others' rights to it away. SQLite gives the files that it
    /// keeps beside a database the rights of the database.
    /// </summary>
    /// <returns>False when it could not be done: the file is somebody else's, or there is no such folder.</returns>
    public static bool TryEnsure(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                new FileStream(path, Options(FileMode.OpenOrCreate)).Dispose();
            }
            else if (!OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(path) & ~OwnersFile) != UnixFileMode.None)
            {
                File.SetUnixFileMode(path, OwnersFile);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
