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
    [InlineData("users", "add", "ann", "--role", "king", "--password-stdin")]
    [InlineData("users", "add", "ann", "--role", "clerk")]
    [InlineData("--demo", "--data", "here")]
    public void Faults_OfWhatIsMisspelt_NameIt(params string[] args) =>
        Assert.NotEmpty(CommandLine.FaultsOf(CommandLine.Create().Parse(args)));

    [Theory]
    [InlineData]
    [InlineData("--demo", "--urls", "http://127.0.0.1:0")]
    [InlineData("--data", "here", "--Supervision:Clock=Replay", "/Logging:LogLevel:Default", "Error")]
    [InlineData("rebuild", "--data", "here")]
    [InlineData("users", "add", "ann", "--role", "spotchecker", "--org", "H1", "--password-stdin", "--data", "here")]
    [InlineData("keys", "add", "--name", "a", "--scope", "facts", "--source", "/a", "--source", "/b")]
    public void Faults_OfWhatIsMeant_AreNone(params string[] args) =>
        Assert.Empty(CommandLine.FaultsOf(CommandLine.Create().Parse(args)));

    [Fact]
    public async Task Run_MisspeltCommand_IsWrongUsageAndStartsNothing() =>
        Assert.Equal(CommandLine.WrongUsage, await CommandLine.RunAsync(["verify-jornal"]));

    [Fact]
    public async Task Run_DemoOnADataDirectory_IsWrongUsageAndMakesNothing()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        Assert.Equal(CommandLine.WrongUsage, await CommandLine.RunAsync(["--data", data, "--demo"]));
        Assert.False(Directory.Exists(data));
    }

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
