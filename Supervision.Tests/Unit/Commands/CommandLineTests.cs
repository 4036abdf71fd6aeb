using Supervision.Tests.Support;
using Supervision.Web.Commands;

namespace Supervision.Tests.Unit.Commands;

public class CommandLineTests
{
    [Theory]
    [InlineData("verify-jornal")]
    [InlineData("--urls", "http://127.0.0.1:0", "rebild")]
    [InlineData("--urls=http://127.0.0.1:0", "backup2")]
    [InlineData("keys", "remove")]
    [InlineData("rebuild", "everything")]
    [InlineData("rebuild", "--dat", "/nowhere")]
    [InlineData("keys", "add", "--name", "a", "--scope", "everything")]
    public async Task Run_MisspeltCommand_IsWrongUsageAndStartsNothing(params string[] args) =>
        Assert.Equal(CommandLine.WrongUsage, await CommandLine.RunAsync(args));

    [Fact]
    public async Task Run_BackupWithoutAJournal_IsWrongUsage()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            CommandLine.WrongUsage,
            await CommandLine.RunAsync(["backup", folder.File("copy"), "--data", folder.Path]));
    }

    [Fact]
    public async Task Run_FolderThatIsAFile_HasFailedWithoutAStackTrace()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("data"), "", TestContext.Current.CancellationToken);
        string[] args = ["keys", "add", "--name", "a", "--scope", "read", "--data", folder.File("data")];
        Assert.Equal(CommandLine.Failed, await CommandLine.RunAsync(args));
    }
}
