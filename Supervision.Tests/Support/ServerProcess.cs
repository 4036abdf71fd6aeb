using System.Diagnostics;
using System.Text;

namespace Supervision.Tests.Support;

/// <summary>The real program as a process of its own, which can be killed like any other.</summary>
internal sealed class ServerProcess : IDisposable
{
    /// <summary>Has the system choose a port that is free.</summary>
    public const string AnyPort = "http://127.0.0.1:0";

    private const string Program = "Supervision.Web.dll";
    private const string Listening = "Now listening on: ";

    /// <summary>Longer than the slowest start on a machine that is doing something else.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly StringBuilder printed;

    private ServerProcess(Process process, StringBuilder printed, Uri address)
    {
        (this.process, this.printed) = (process, printed);
        Address = address;
    }

    public Uri Address { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>What it has said so far, for the message of a test that fails.</summary>
    public string Printed
    {
        get
        {
            lock (printed)
            {
                return printed.ToString();
            }
        }
    }

    /// <summary>Starts the system on a free port and waits until it listens.</summary>
    public static Task<ServerProcess> StartAsync(string data, params string[] more) =>
        StartProgramAsync(Program, ["--urls", AnyPort, "--data", data, .. more]);

    /// <summary>Starts one of our programs and waits until it listens.</summary>
    /// <param name="program">Which.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="within">Command that runs it, such as in another network; empty for none.</param>
    public static async Task<ServerProcess> StartProgramAsync(
        string program, string[] arguments, params string[] within)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        var server = Create(program, arguments, within);
        server.OutputDataReceived += (_, line) => Heard(line.Data);
        server.ErrorDataReceived += (_, line) => Heard(line.Data);
        server.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("It ended: " + said));
        server.Start();
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        return new ServerProcess(server, said, await listening.Task.WaitAsync(Patience));

        void Heard(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }

            if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                listening.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
            }
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments) =>
        RunAsync(new Dictionary<string, string>(), [], arguments);

    /// <summary>Runs a command to its end, with settings from the environment.</summary>
    public static Task<(int Exit, string Output, string Errors)> RunAsync(
        Dictionary<string, string> environment, params string[] arguments) => RunAsync(environment, [], arguments);

    /// <summary>Runs a command that reads these lines to its end.</summary>
    public static async Task<(int Exit, string Output, string Errors)> RunAsync(
        Dictionary<string, string> environment, string[] input, string[] arguments)
    {
        using var command = Create(Program, arguments);
        command.StartInfo.RedirectStandardInput = true;
        foreach (var (name, value) in environment)
        {
            command.StartInfo.Environment[name] = value;
        }

        command.Start();
        foreach (var line in input)
        {
            await command.StandardInput.WriteLineAsync(line);
        }

        command.StandardInput.Close();
        var output = command.StandardOutput.ReadToEndAsync();
        var errors = command.StandardError.ReadToEndAsync();
        await command.WaitForExitAsync().WaitAsync(Patience);
        return (command.ExitCode, await output, await errors);
    }

    /// <summary>Adds a key with the command an administrator would use.</summary>
    public static async Task<string> AddKeyAsync(string data, string name, string scope)
    {
        var (exit, output, errors) = await RunAsync("keys", "add", "--name", name, "--scope", scope, "--data", data);
        Assert.True(exit == 0, errors);
        return output.TrimEnd().Split('\n')[^1].Trim();
    }

    /// <summary>Waits until its start is complete: it listens earlier.</summary>
    public async Task StartedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Printed.Contains("Application started", StringComparison.Ordinal))
        {
            await Task.Delay(20, patience.Token); // another process gets there by itself
        }
    }

    /// <summary><c>kill -9</c>: nothing of it runs any more when this returns.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGTERM, as a service manager sends it, and waits for the end; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }

    /// <summary>One of our programs, not started yet; what it prints is to be read.</summary>
    public static Process Create(string program, string[] arguments, params string[] within)
    {
        string[] command = [.. within, "dotnet", Path.Combine(AppContext.BaseDirectory, program), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_TieredPGO"] = "0"; // it lives too short for what profiling would bring
        return new Process { StartInfo = start, EnableRaisingEvents = true };
    }
}
