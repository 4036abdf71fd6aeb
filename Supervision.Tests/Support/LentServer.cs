using System.Diagnostics;

namespace Supervision.Tests.Support;

/// <summary>
/// A server program of this machine, run for one test with a folder of its own; what it prints is thrown away. Where
/// the program is missing, the test is skipped.
/// </summary>
internal sealed class LentServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string program;
    private readonly Process process;

    private LentServer(string program, IEnumerable<string> arguments)
    {
        this.program = program;
        process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>Skips the test where the program is not on the path.</summary>
    public static void Require(string program)
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(place => File.Exists(Path.Combine(place, program)));
        Assert.SkipUnless(isThere, $"no {program} on this machine");
    }

    /// <summary>Starts it.</summary>
    public static LentServer Start(string program, params IEnumerable<string> arguments) => new(program, arguments);

    /// <summary>Waits until something holds; that the server does not answer yet is no reason to give up.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await holds())
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // It does not listen yet.
            }

            Assert.True(clock.Elapsed < Patience, $"{program} does not get there");
            await Task.Delay(TimeSpan.FromMilliseconds(50)); // another process gets there by itself
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
