using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>Accounts from the command line, in a process of its own as an administrator runs it.</summary>
public sealed class UsersCommandTests
{
    [Theory]
    [InlineData("swordfish-2026", 0)]
    [InlineData("short", 2)]
    [InlineData("", 2)]
    public async Task Add_TakesThePasswordFromStandardInput(string password, int exit)
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = await ServerProcess.RunAsync(
            new Dictionary<string, string>(), [password],
            [
                "users", "add", "ann", "--role", "clerk", "--org", "H1", "--password-stdin", "--data",
                folder.File("data"),
            ]);
        Assert.True(exit == code, errors);
        Assert.DoesNotContain("swordfish", output + errors, StringComparison.Ordinal);
        Assert.Equal(exit == 0, output.Contains("'ann' with role clerk, H1", StringComparison.Ordinal));
    }
}
