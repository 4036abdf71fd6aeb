using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
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
    public void Start_WithFilesOfAnEarlierState_CatchesUp()
    {
        using var story = new EngineStory();
        story.Submitted(Fact("0", "C-0"));
        story.Stop();
        story.Crash();
        var old = story.Disk;
        Tell(story, from: 1);
        story.Stop();
        story.Crash(meanwhile: disk =>
        {
            foreach (var name in (string[])["entities.db", "views.db"])
            {
                File.Copy(Path.Combine(old.Folder, name), Path.Combine(disk.Folder, name), overwrite: true);
                File.Delete(Path.Combine(disk.Folder, name + "-wal"));
            }
        });
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
    public void Start_OnALongJournalWithoutAnIndex_CatchesUpInPortions()
    {
        using var story = new EngineStory(new EngineOptions { Shards = 2, CacheMax = 4, DirtyMax = 3 });
        Tell(story);
        story.Crash(meanwhile: disk => EntityIndex.Delete(disk.EntityIndex));
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

    private static void Damage(string file, string damage)
    {
        var bytes = File.ReadAllBytes(file);
        EntityIndex.Delete(file);
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
                Pretend(file, "CREATE TABLE something(else_entirely); PRAGMA user_version = 2");
                break;
            case "newer":
                File.WriteAllBytes(file, bytes);
                Pretend(file, "PRAGMA user_version = 99");
                break;
        }
    }

    private static void Pretend(string file, string sql)
    {
        using var database = Silo.Storage.SqliteDatabase.Open(file);
        database.Execute(sql);
    }
}
