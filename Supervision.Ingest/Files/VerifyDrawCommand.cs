using System.CommandLine;
using Supervision.Core.Draws;

namespace Supervision.Ingest.Files;

/// <summary>
/// The <c>verify-draw</c> command: does a draw again from its published record, without any server. 0 every step holds,
/// 1 one does not, 2 the file cannot be read.
/// </summary>
public static class VerifyDrawCommand
{
    private static readonly Argument<string> RecordArgument = new("RECORD")
    {
        Description = "Record of a draw, exactly as it was published.",
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("verify-draw", "Does a draw again from its record and says which step fails.")
        {
            RecordArgument,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(arguments.GetValue(RecordArgument)!, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"RECORD: {exception.Message}");
            return 2;
        }

        var steps = RecordVerifier.Verify(bytes);
        foreach (var step in steps)
        {
            await output.WriteLineAsync(
                step.Fault is null ? $"holds  {step.Name}" : $"FAILS  {step.Name}: {step.Fault}");
        }

        var failed = steps.Count(step => step.Fault is not null);
        if (failed > 0)
        {
            await output.WriteLineAsync($"{failed} of {steps.Length} steps fail.");
            return 1;
        }

        var (record, digest) = RecordReader.Read(bytes);
        await output.WriteLineAsync(
            $"Every step holds: {record.Drawn.Length} of {record.Pool.Objects.Length} drawn in {record.No}.");
        await output.WriteLineAsync("Compare this digest with the one published when the draw took place:");
        await output.WriteLineAsync(digest);
        return 0;
    }
}
