using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Staff;
using Supervision.Tests.Support;

namespace Supervision.Tests.Engine;

/// <summary>Books filled in afterwards: many cases of one handler in the same second, over the real engine.</summary>
public class StampReactionTests
{
    private const string Bulk = "2018-10-15 09:31:05";

    [Fact]
    public void FiveCases_FinishedInOneSecond_AreOneFindingAboutTheirHandler()
    {
        using var story = new EngineStory(reacts: true);
        Finish(story, 1, 4, Bulk);
        Assert.Null(Staff(story));
        Finish(story, 5, 9, Bulk);
        Assert.Null(story.System.ReactionFault);
        Assert.Equal(
            "stamps.identical:2018-10-15:093105:case.finished 10-15 09:31",
            EntityStory<StaffState>.Standing(Staff(story)!.Alerts));
        Assert.Equal(["C-1", "C-2", "C-3", "C-4", "C-5"], Staff(story)!.Stamps.Single().Cases);
    }

    [Fact]
    public void OtherSeconds_OtherPeople_TheSameCaseTwice_AndMidnight_AreNone()
    {
        using var story = new EngineStory(reacts: true);
        for (var i = 1; i <= 5; i++)
        {
            Finish(story, i, i, $"2018-10-15 09:31:{i:00}"); // a second each
            Finish(story, 10 + i, 10 + i, Bulk, handler: $"U{i}");
            Finish(story, 20, 20, Bulk, handler: "U8", again: i);
        }

        Finish(story, 31, 40, "2018-10-15 00:00:00"); // a source that knows days alone
        Assert.Null(story.System.ReactionFault);
        Assert.All(
            (string[])["U1", "U2", "U3", "U4", "U5", "U8"],
            who => Assert.Empty(Staff(story, who)?.Alerts ?? []));
    }

    [Fact]
    public void Crash_RemembersWhatWasSeen_AndTellsOnce()
    {
        using var story = new EngineStory(reacts: true);
        Finish(story, 1, 4, Bulk);
        story.Crash();
        Finish(story, 5, 5, Bulk);
        Assert.Single(Staff(story)!.Stamps);
        var entries = story.Entries;
        story.Crash(meanwhile: disk => File.Delete(Path.Combine(disk.Folder, "reactions.position")));
        story.Run();
        Assert.Equal(entries, story.Entries);
    }

    private static void Finish(
        EngineStory story, int first, int last, string at, string handler = "U1", int again = 0)
    {
        for (var number = first; number <= last; number++)
        {
            story.Submitted(EngineStory.Fact(
                $"{handler}-{number}-{again}", $"C-{number}", at, new CaseFinished { Handler = handler }));
        }

        story.Pass(TimeSpan.FromSeconds(1));
    }

    private static StaffState? Staff(EngineStory story, string who = "U1") =>
        EngineStory.Answered(story.Read(new StreamId(EntityKind.Staff, who)))?.State as StaffState;
}
