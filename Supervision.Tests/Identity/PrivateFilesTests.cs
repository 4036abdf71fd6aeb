using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;

namespace Supervision.Tests.Identity;

public sealed class PrivateFilesTests
{
    [Fact]
    public async Task Data_IsReadableByItsOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead of modes");
        using var parent = new TemporaryFolder();
        var path = parent.File("data");
#pragma warning disable CA1416 // skipped there
        Directory.CreateDirectory(path, (UnixFileMode)0b111_101_101); // as an administrator may have made it
        await File.WriteAllBytesAsync(Path.Combine(path, "people.db"), []);
        await using var system = new RealSystem { Data = path };
        await system.InitializeAsync();
        using var visitor = await system.SignInAsync(Role.Auditor);
        Assert.Contains("supervision.session", visitor.Cookies.Keys);
        const UnixFileMode others = (UnixFileMode)0b000_111_111;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others);
        var folder = system.Services.GetRequiredService<DataFolder>();
        string[] secrets =
        [
            folder.People, folder.Audit, folder.Keys, folder.PersonSecret,
            .. Directory.GetFiles(folder.CookieKeys), .. Directory.GetFiles(path, "*.db*"),
            .. Directory.GetFiles(folder.Journal, "*.db"), .. Directory.GetFiles(folder.Journal, "*-wal"),
        ];
        Assert.Contains(secrets, file => file.EndsWith("audit.db-wal", StringComparison.Ordinal));
        foreach (var file in secrets.Distinct())
        {
            var mode = File.GetUnixFileMode(file);
            Assert.True((mode & others) == UnixFileMode.None, $"{file}: {mode}");
        }
#pragma warning restore CA1416
    }
}
