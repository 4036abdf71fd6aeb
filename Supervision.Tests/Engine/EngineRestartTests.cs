using System.Buffers.Binary;
using Supervision.Core.Cases;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Silo.Storage;
using Supervision.Tests.Simulation;
using static Supervision.Tests.Engine.EngineStory;

namespace Supervision.Tests.Engine;

/// <summary>Derived files may be lost, damaged, old or of another journal: the journal alone decides.</summary>
public sealed class EngineRestartTests
{
    public static TheoryData<string> Damages => ["missing", "empty", "garbage", "cut", "foreign", "newer"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void Start_WithDamagedDerivedFiles_MakesThemAnew(string damage)
    {
        using var story = new EngineStory();
        Tell(story);
        story.Stop();
        story.Crash(meanwhile: disk => Array.ForEach([disk.EntityIndex, disk.Views], file => Damage(file, damage)));
        Check(story);
    }

    [Fact]
    public void Start_WithDamagedPages_StopsVisiblyAtMostOnceAndMakesThemAnew()
    {
        using var story = new EngineStory();
        Tell(story);
        story.Stop();
        story.Crash(meanwhile: disk => Array.ForEach([disk.EntityIndex, disk.Views], OverwritePages));
        for (var i = 0; i < 40 && story.Engine.Fault is null; i++)
        {
            _ = story.Submit(Patience.Wait, Fact($"{i}", $"C-{i}"), Fact($"new {i}", $"C-{i}"));
        }

        Assert.NotNull(story.Engine.Fault);
        var before = story.Entries;
        story.Crash();
        Assert.Null(story.Engine.Fault);
        Assert.Null(story.System.Views.Fault);
        Assert.Equal(before, story.System.Views.Position);
        Assert.Equal(40, story.System.Board.Current().Open);
        Assert.All(Enumerable.Range(0, 40), i => Assert.InRange(Answered(story.Read($"C-{i}"))!.Version, 1, 2));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(10)] // fewer than are due: what is due stays all the same
    public void Start_BeforeADeadline_HasItsEntitiesInMemoryWhenItComes(int cacheMax)
    {
        using var story = new EngineStory(new EngineOptions
        {
            Shards = 2,
            CacheMax = cacheMax,
            Horizon = TimeSpan.FromDays(60),
            CheckpointEvery = TimeSpan.FromDays(60),
        });
        Tell(story);
        story.Stop();
        story.Crash();
        var deadline = ((CaseState)Answered(story.Read("C-7"))!.State).Deadline!.Value;
        story.Pass(deadline - story.Time.GetUtcNow() - TimeSpan.FromSeconds(20));
        OverwritePages(story.Disk.EntityIndex);
        story.Pass(TimeSpan.FromSeconds(20));
        Assert.Null(story.Engine.Fault);
        Assert.All(Enumerable.Range(0, 40), i => Assert.NotEmpty(story.Cards($"C-{i}")));
    }

    [Fact]
    public void Start_WithFilesOfAnEarlierState_CatchesUp()
    {
        using var story = new EngineStory();
        story.Submitted(Fact("0", "C-0"));
        story.Stop();
        story.Crash();
        var old = story.Disk;
        Tell(story, from: 1);
        story.Stop();
        story.Crash(meanwhile: disk => TakeFilesOf(old, disk));
        Check(story);
    }

    [Fact]
    public void Start_WithAShorterJournalThanTheFilesKnow_ForgetsWhatIsNotInIt()
    {
        using var story = new EngineStory();
        Tell(story);
        story.Stop();
        story.Crash(meanwhile: disk => Restore(disk, entries: 20));
        Assert.Equal(20, story.Entries);
        Assert.Null(Answered(story.Read("C-39")));
        Assert.Equal(20, story.System.Views.Position);
        Tell(story);
        Check(story);
    }

    [Fact]
    public void Start_OnARestoredJournalThatWentOnOtherwise_ForgetsTheLostFuture()
    {
        using var story = new EngineStory();
        Tell(story);
        story.Stop();
        var lost = story.Disk;
        story.Crash(meanwhile: disk => Restore(disk, entries: 20));
        for (var i = 0; i < 30; i++)
        {
            story.Submitted(Fact($"other {i}", $"D-{i}"));
        }

        // The journal is longer than ever, but not the one these files know.
        story.Crash(meanwhile: disk => TakeFilesOf(lost, disk));
        Assert.Null(Answered(story.Read("C-39")));
        Assert.Equal(1, Answered(story.Read("D-29"))!.Version);
        Assert.Equal(50, story.System.Board.Current().Open);
        var lostCases = story.System.ViewRows.Read(rows => rows.Scalar("SELECT count(*) FROM cases WHERE no = 'C-39'"));
        Assert.Equal(0, lostCases);
    }

    [Fact]
    public void Start_OnALongJournalWithoutAnIndex_CatchesUpInPortions()
    {
        using var story = new EngineStory(new EngineOptions { Shards = 2, CacheMax = 4, DirtyMax = 3 });
        Tell(story);
        story.Crash(meanwhile: disk => DerivedFile.Delete(disk.EntityIndex));
        Check(story);
    }

    private static void Tell(EngineStory story, int from = 0)
    {
        for (var i = from; i < 40; i++)
        {
            story.Submitted(Fact($"{i}", $"C-{i}"));
            story.Pass(TimeSpan.FromSeconds(11));
        }
    }

    private static void Check(EngineStory story)
    {
        Assert.Equal(40, story.Entries);
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(1, Answered(story.Read($"C-{i}"))!.Version);
        }

        Assert.Equal(40, story.System.Views.Position);
        Assert.Equal(40, story.System.Board.Current().Open);
        Assert.Equal(new SubmitReceipt(0, 1), story.Submitted(Fact("39", "C-39")));
    }

    private static void TakeFilesOf(SimulatedDisk other, SimulatedDisk disk)
    {
        foreach (var name in (string[])["entities.db", "views.db"])
        {
            DerivedFile.Delete(Path.Combine(disk.Folder, name));
            Pretend(Path.Combine(other.Folder, name), "PRAGMA wal_checkpoint(TRUNCATE)");
            File.Copy(Path.Combine(other.Folder, name), Path.Combine(disk.Folder, name));
        }
    }

    private static void Restore(SimulatedDisk disk, int entries)
    {
        var turns = disk.Disk!.Turns;
        foreach (var lost in turns.Skip(entries))
        {
            disk.Disk.Identities.Remove(lost.Identity);
        }

        turns.RemoveRange(entries, turns.Count - entries);
        disk.Disk.Head = disk.Disk.Head with { Sequence = entries };
    }

    /// <summary>Leaves header and schema, which is all that a start looks at.</summary>
    private static void OverwritePages(string file)
    {
        Pretend(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        var bytes = File.ReadAllBytes(file);
        var pageBytes = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(16));
        bytes.AsSpan(4 * pageBytes).Fill(0xEE); // what is read to open it stays
        File.WriteAllBytes(file, bytes);
    }

    private static void Damage(string file, string damage)
    {
        Pretend(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        var bytes = File.ReadAllBytes(file);
        DerivedFile.Delete(file);
        switch (damage)
        {
            case "empty":
                File.WriteAllBytes(file, []);
                break;
            case "garbage":
                File.WriteAllText(file, "this was a database once");
                break;
            case "cut":
                File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
                break;
            case "foreign":
                File.WriteAllBytes(file, bytes); // the right version, but not the tables of it
                Pretend(file, "DROP TABLE position");
                break;
            case "newer":
                File.WriteAllBytes(file, bytes);
                Pretend(file, "PRAGMA user_version = 99");
                break;
        }
    }

    private static void Pretend(string file, string sql)
    {
        using var database = SqliteDatabase.Open(file);
        database.Execute(sql);
    }
}
