using Microsoft.EntityFrameworkCore;
using Supervision.Core.People;
using Supervision.Silo.Hosting;
using Supervision.Silo.Storage;
using Supervision.Tests.Support;
using Supervision.Web.Identity;

namespace Supervision.Tests.Identity;

public sealed class PeopleSchemaTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Upgrade_OfTheFirstForm_KeepsAccountsAndEndsLikeAFileMadeWhole()
    {
        await UpgradeAsync("new.db");
        await UpgradeAsync("old.db");
        Change("old.db", """
            INSERT INTO AspNetUsers(Id, UserName, NormalizedUserName, Role, MadeAt, EmailConfirmed,
                PhoneNumberConfirmed, TwoFactorEnabled, LockoutEnabled, AccessFailedCount)
            VALUES('1', '陈一', '陈一', 'Clerk', '2026-01-01', 0, 0, 0, 1, 0);
            ALTER TABLE AspNetUsers DROP COLUMN Staff; PRAGMA user_version = 0;
            """);
        await UpgradeAsync("old.db");
        Assert.Equal(Columns("new.db"), Columns("old.db"));
        await using var people = Open("old.db");
        var account = await people.Users.SingleAsync();
        Assert.Equal(("陈一", Role.Clerk, (string?)null), (account.UserName, account.Role, account.Staff));
        await UpgradeAsync("old.db"); // once more changes nothing
        Assert.Equal(PeopleSchema.Version, Number("old.db", "PRAGMA user_version"));
    }

    [Fact]
    public async Task Upgrade_OfANewerFile_IsRefusedAndTouchesNothing()
    {
        await UpgradeAsync("newer.db");
        Change("newer.db", "PRAGMA user_version = 99");
        await Assert.ThrowsAsync<ConfigurationException>(() => UpgradeAsync("newer.db"));
        Assert.Equal(99, Number("newer.db", "PRAGMA user_version"));
    }

    [Fact]
    public async Task Current_IsAFileOfThisFormAlone()
    {
        Assert.False(PeopleSchema.IsCurrent(folder.File("missing.db")));
        Assert.False(File.Exists(folder.File("missing.db")));
        await File.WriteAllTextAsync(folder.File("empty.db"), "");
        Assert.False(PeopleSchema.IsCurrent(folder.File("empty.db")));
        await File.WriteAllTextAsync(folder.File("damaged.db"), new string('x', 8192));
        Assert.False(PeopleSchema.IsCurrent(folder.File("damaged.db")));
        await UpgradeAsync("people.db");
        Assert.True(PeopleSchema.IsCurrent(folder.File("people.db")));
        foreach (var other in new[] { 0, 99 })
        {
            Change("people.db", $"PRAGMA user_version = {other}");
            Assert.False(PeopleSchema.IsCurrent(folder.File("people.db")));
        }

        Change("people.db", $"PRAGMA user_version = {PeopleSchema.Version}; DROP TABLE AspNetUsers");
        Assert.False(PeopleSchema.IsCurrent(folder.File("people.db")));
    }

    private PeopleDatabase Open(string name) => new(new DbContextOptionsBuilder<PeopleDatabase>()
        .UseSqlite($"Data Source={folder.File(name)};Pooling=false").Options);

    private async Task UpgradeAsync(string name)
    {
        await using var people = Open(name);
        await PeopleSchema.UpgradeAsync(people, CancellationToken.None);
    }

    private void Change(string name, string sql)
    {
        using var database = SqliteDatabase.Open(folder.File(name));
        database.Execute(sql);
    }

    private long? Number(string name, string sql)
    {
        using var database = SqliteDatabase.Open(folder.File(name));
        return database.Scalar(sql);
    }

    private List<string> Columns(string name)
    {
        using var database = SqliteDatabase.Open(folder.File(name));
        using var rows = database.Prepare(
            "SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c.\"notnull\" FROM sqlite_schema m "
            + "JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1");
        List<string> columns = [];
        while (rows.Step())
        {
            columns.Add(rows.Text(0));
        }

        Assert.Contains("AspNetUsers.Staff TEXT 0", columns);
        return columns;
    }
}
