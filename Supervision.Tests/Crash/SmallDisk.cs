using System.Diagnostics;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>A disk in memory that is soon full. Needs the right to mount; without it the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SmallDisk(int sizeMb)
    {
        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", $"size={sizeMb}m", "tmpfs", folder.Path))
        {
            folder.Dispose();
            Assert.Skip("mounting a small tmpfs is not permitted here");
        }
    }

    public string Data => Path.Combine(folder.Path, "data");

    private string Ballast => Path.Combine(folder.Path, "ballast");

    /// <summary>Takes room that can be given back.</summary>
    public void Load(int sizeMb) => File.WriteAllBytes(Ballast, new byte[sizeMb << 20]);

    public void Unload() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "-l", folder.Path);
        folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
