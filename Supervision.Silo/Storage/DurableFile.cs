using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Supervision.Silo.Storage;

/// <summary>File operations that survive a power loss once they return.</summary>
internal static class DurableFile
{
    /// <summary>Replaces a small file's text.</summary>
    public static void Write(string path, string text)
    {
        var whole = path + ".new";
        File.WriteAllText(whole, text);
        Rename(whole, path);
    }

    /// <summary>
    /// Gives a complete file its final name, replacing what is there: the old content or the new, never neither.
    /// </summary>
    public static void Rename(string from, string to)
    {
        using (var file = File.OpenHandle(from, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(file);
        }

        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }

    /// <summary>
    /// Makes the names in a folder durable. Windows needs no such thing; .NET opens no folders, so libc does.
    /// </summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;

        var descriptor = Open(folder, 0);
        if (descriptor < 0)
            throw Failure(folder);

        try
        {
            if (Flush(descriptor) != 0)
                throw Failure(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string folder) =>
        new($"{folder} cannot be flushed.", new Win32Exception(Marshal.GetLastPInvokeError()));

#pragma warning disable SYSLIB1054 // source-generated imports need unsafe code, which this project does without
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
#pragma warning restore SYSLIB1054
}
