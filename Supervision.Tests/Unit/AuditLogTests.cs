using Supervision.Silo.Auditing;
using Supervision.Silo.Storage;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit;

public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    private string Path => folder.File("audit.db");

    [Fact]
    public void Lines_OfTwoProcesses_AreOneChain()
    {
        using var one = new AuditLog(Path, time);
        using var other = new AuditLog(Path, time);
        Assert.Equal([1, 2, 3], [Append(one, "a"), Append(other, "b"), Append(one, "c")]);
        Assert.Null(one.FirstBroken());
    }

    [Theory]
    [InlineData("UPDATE audit SET name = 'somebody else' WHERE seq = 2")]
    [InlineData("DELETE FROM audit WHERE seq = 2")]
    public void Lines_Changed_AreRefusedAndFoundWhenForced(string change)
    {
        using (var log = new AuditLog(Path, time))
        {
            Append(log, "a");
            Append(log, "b");
            Append(log, "c");
        }

        using (var database = SqliteDatabase.Open(Path))
        {
            Assert.Throws<SqliteException>(() => database.Execute(change));
            database.Execute("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted");
            database.Execute(change);
        }

        using var again = new AuditLog(Path, time);
        Assert.Equal(2, again.FirstBroken());
    }

    [Fact]
    public void Find_ByKindTextAndTime_PagesBackwards()
    {
        using var log = new AuditLog(Path, time);
        for (var i = 0; i < 5; i++)
        {
            Append(log, $"case {i}");
            time.Advance(TimeSpan.FromHours(1));
        }

        var first = log.Find(new AuditQuery(AuditKind.CaseRead, "CASE", Limit: 2));
        Assert.Equal(5, first.Total);
        Assert.Equal([5, 4], first.Items.Select(line => line.Sequence));
        var rest = log.Find(new AuditQuery(Before: long.Parse(first.Next!, null), Limit: 10));
        Assert.Equal([3, 2, 1], rest.Items.Select(line => line.Sequence));
        Assert.Null(rest.Next);
        Assert.Empty(log.Find(new AuditQuery(AuditKind.SignedIn)).Items);
        var late = log.Find(new AuditQuery(Since: time.GetUtcNow().AddHours(-2), Until: time.GetUtcNow().AddHours(-1)));
        Assert.Equal(4, Assert.Single(late.Items).Sequence);
    }

    public void Dispose() => folder.Dispose();

    private static long Append(AuditLog log, string subject) =>
        log.Append(new AuditEntry(AuditKind.CaseRead, "U1", "张一", "inspector", "", subject, "", "127.0.0.1")).Sequence;
}
