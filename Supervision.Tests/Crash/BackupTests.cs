using System.Net;
using Supervision.Silo.Attachments;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>Backups as an administrator makes them, of a system that runs.</summary>
[Collection(ProcessSuite.Name)]
public sealed class BackupTests
{
    [Fact]
    public async Task Backup_OfARunningSystem_HoldsRulesAndAttachmentsAndNoticesWhenOneIsMissing()
    {
        using var folder = new TemporaryFolder();
        using var copies = new TemporaryFolder();
        var copy = copies.File("copy.db");
        await using (var system = new RealSystem { Data = folder.Path })
        {
            await system.InitializeAsync();
            var no = await system.OpenOrderAsync("T-1");
            using var person = await system.SignInAsync(Core.People.Role.Manager, "W01");
            using var form = new MultipartFormDataContent
            {
                { new ByteArrayContent(SampleFiles.Pdf), "files", "a.pdf" },
            };
            using var taken = await person.Http.PostAsync($"/api/orders/{no}/acknowledge", form);
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
            var (exit, _, errors) = await ServerProcess.RunAsync("backup", copy, "--data", folder.Path);
            Assert.True(exit == 0, errors);
        }

        Assert.Equal(0, (await ServerProcess.RunAsync("verify-journal", copy)).Exit);
        using var restored = new TemporaryFolder();
        Restore(copy, restored.Path);
        var verified = await ServerProcess.RunAsync("verify-journal", "--data", restored.Path);
        Assert.True(verified.Exit == 0, verified.Output);
        Assert.Contains("ok: 1 attachments", verified.Output, StringComparison.Ordinal);
        await using (var system = new RealSystem { Data = restored.Path })
        {
            await system.InitializeAsync();
            var (_, orders) = await system.GetAsync("/api/orders");
            Assert.Equal(1, orders.GetProperty("total").GetInt64());
        }

        var file = Directory.GetFiles(BackupFiles.AttachmentsOf(copy), "*", SearchOption.AllDirectories).Single();
        File.Delete(file);
        var missing = await ServerProcess.RunAsync("verify-journal", copy);
        Assert.Equal((1, true), (missing.Exit, missing.Output.Contains("which is missing", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(file, "changed");
        var changed = await ServerProcess.RunAsync("verify-journal", copy);
        Assert.Equal((1, true), (changed.Exit, changed.Output.Contains("not what was sent", StringComparison.Ordinal)));
        Assert.Equal(Path.GetFileName(file), Path.GetFileName(AttachmentStore.PathOf("", Path.GetFileName(file))));
    }

    /// <summary>As docs/operations.md says.</summary>
    private static void Restore(string copy, string data)
    {
        Directory.CreateDirectory(new DataFolder(data).Journal);
        File.Copy(copy, new JournalFolder(new DataFolder(data).Journal).Journal);
        var files = BackupFiles.FolderOf(copy);
        foreach (var file in Directory.GetFiles(files, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(data, Path.GetRelativePath(files, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
