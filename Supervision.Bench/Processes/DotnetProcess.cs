using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Supervision.Bench.Processes;

/// <summary>One of our own programs in a process of its own, run by the same runtime as this one.</summary>
internal sealed class DotnetProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    /// <summary>Starts a program that lies beside this one.</summary>
    /// <param name="assembly">Its file name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="environment">What it finds in its environment beside our own.</param>
    /// <param name="input">One line it reads; null gives it ours.</param>
    public DotnetProcess(
        string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        string? input = null)
    {
        var start = new ProcessStartInfo(Muxer())
        {
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardInput = input is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            process.StandardInput.WriteLine(input);
            process.StandardInput.Close();
        }
    }

    public bool HasExited => process.HasExited;

    /// <summary>Processor time of all its threads since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory now, in bytes.</summary>
    public long ResidentBytes => StatusBytes("VmRSS:");

    /// <summary>The most resident memory it ever had, in bytes.</summary>
    public long ResidentPeakBytes => StatusBytes("VmHWM:");

    /// <summary>Forgets the most it ever had, so that what something takes from now on is seen; Linux alone.</summary>
    public void ForgetPeak()
    {
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText($"/proc/{process.Id}/clear_refs", "5");
        }
    }

    /// <summary>Waits for its end and returns what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It ended with a fault.</exception>
    public async Task<string> OutputAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"Ended with {process.ExitCode}: {await output}{await errors}");
    }

    /// <summary>Asks it to end in good order and waits.</summary>
    public async Task StopAsync()
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else if (!process.HasExited && Signal(process.Id, Terminate) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        await process.WaitForExitAsync();
    }

    /// <summary>Ends it as a power loss would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private long StatusBytes(string field)
    {
        if (!OperatingSystem.IsLinux())
        {
            process.Refresh();
            return process.WorkingSet64;
        }

        var line = File.ReadLines($"/proc/{process.Id}/status")
            .First(line => line.StartsWith(field, StringComparison.Ordinal));
        var kilobytes = line[field.Length..].Replace("kB", "", StringComparison.Ordinal);
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>The dotnet program of the running runtime, which need not be on the path.</summary>
    private static string Muxer()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
    }

#pragma warning disable SYSLIB1054 // source-generated imports need unsafe code, which this project does without
    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int process, int signal);
#pragma warning restore SYSLIB1054
}
