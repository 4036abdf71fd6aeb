using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Tests.Support;

namespace Supervision.Tests.Property;

/// <summary>
/// The same facts in any order end in the same case: same standing cards, same row, same next deadline.
/// </summary>
public class CaseOrderProperties
{
    /// <summary>Few instants, so that ties are common.</summary>
    private static readonly Gen<DateTimeOffset> Instants =
        from day in Gen.Choose(0, 12)
        from hour in Gen.Elements(9, 12, 17)
        select ClockSamples.At("2018-10-08 00:00").AddDays(day).AddHours(hour);

    private static readonly Gen<FactData> Data = Gen.Elements<FactData>(
        new CaseReceived { Item = "PROMISED" },
        CaseStory.Accepted(3, 5),
        CaseStory.Accepted(4, 6),
        new CaseCorrectionRequested(),
        new CaseCorrectionFiled(),
        new CaseSuspended { Reason = "testing", Days = 2, Notice = "T", Approver = "U" },
        new CaseResumed { Reason = "testing" },
        new CaseExtended { Days = 2, Approver = "U", Reason = "R" },
        new CaseExtended { Days = 3 },
        new CaseRefused { Reason = "R" },
        new CaseStageCompleted { Stage = "审查", Handler = "U2" },
        new CaseDecided { Outcome = Core.Facts.Outcome.Granted, Handler = "U3" },
        new CaseFinished(),
        new CaseWithdrawn());

    private static readonly Gen<Fact[]> Stories =
        from pairs in Gen.Zip(Instants, Data).ArrayOf()
        where pairs.Length is > 0 and < 9
        select pairs.Select((pair, i) => new Fact("/test", $"{i}", "C-1", pair.Item1, pair.Item2)).ToArray();

    [Fact]
    public void AnyOrder_EndsInTheSameCards()
    {
        var shuffled =
            from story in Stories
            from order in Gen.Shuffle(story)
            from ticks in Instants.ArrayOf(3)
            select (story, order, ticks);
        Check.QuickThrowOnFailure(Prop.ForAll(shuffled.ToArbitrary(), sample =>
        {
            var end = ClockSamples.At("2018-12-01 10:00");
            var straight = Tell(sample.story, [], end);
            var reordered = Tell(sample.order, sample.ticks, end);
            Assert.Equal(Sorted(straight.Cards), Sorted(reordered.Cards));
            Assert.Equal(straight.State.Row, reordered.State.Row);
            Assert.Equal(straight.State.Deadline, reordered.State.Deadline);
        }));
    }

    /// <summary>Tells facts in the given order; now is the watermark, with ticks in between.</summary>
    private static CaseStory Tell(Fact[] facts, DateTimeOffset[] ticks, DateTimeOffset end)
    {
        var story = new CaseStory();
        var watermark = DateTimeOffset.MinValue;
        for (var i = 0; i < facts.Length; i++)
        {
            watermark = Later(watermark, facts[i].OccurredAt);
            story.Take(new FactArrived(facts[i]), watermark);
            if (i < ticks.Length)
            {
                watermark = Later(watermark, ticks[i]);
                story.Take(Tick.Instance, watermark);
            }
        }

        return story.Take(Tick.Instance, end);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static string Sorted(string cards) => string.Join(", ", cards.Split(", ").Order(StringComparer.Ordinal));
}
