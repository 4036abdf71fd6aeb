using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Supervision.Tests.Support;

/// <summary>The real <c>replay</c> command as a process of its own.</summary>
internal sealed class ReplayProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder errors = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly List<(int Percent, TaskCompletionSource Reached)> waiting = [];
    private int percent;
    private string last = "";

    private ReplayProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.Exited += (_, _) => ended.TrySetResult();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts to send a file.</summary>
    public static ReplayProcess Start(string file, Uri to, string key, string speed) => new(ServerProcess.Create(
        "Supervision.Ingest.dll",
        ["replay", file, "--to", to.ToString(), "--key", key, "--speed", speed, "--map", "receipt"]));

    /// <summary>Completes once so much of the file was answered; fails when the process ends before that.</summary>
    public async Task WhenSentAsync(int wanted)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (percent >= wanted)
            {
                return;
            }

            waiting.Add((wanted, reached));
        }

        await Task.WhenAny(reached.Task, ended.Task).WaitAsync(ServerProcess.Patience);
        Assert.True(reached.Task.IsCompleted, $"The replay ended before {wanted} %: {errors}");
    }

    /// <summary>Waits for the end and reads the counts of the last line.</summary>
    public async Task<JsonElement> FinishAsync()
    {
        await process.WaitForExitAsync().WaitAsync(ServerProcess.Patience);
        Assert.True(process.ExitCode == 0, errors.ToString());
        return JsonDocument.Parse(last).RootElement;
    }

    /// <summary><c>kill -9</c>.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }

    private void Heard(string? line)
    {
        lock (gate)
        {
            last = string.IsNullOrEmpty(line) ? last : line;
            if (last.Split(" % (") is [var told, _]
                && int.TryParse(told, CultureInfo.InvariantCulture, out var reached))
            {
                percent = reached;
                waiting.Where(one => one.Percent <= percent).ToList().ForEach(one => one.Reached.TrySetResult());
            }
        }
    }
}
