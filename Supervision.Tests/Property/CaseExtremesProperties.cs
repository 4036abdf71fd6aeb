using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Tests.Support;

namespace Supervision.Tests.Property;

/// <summary>
/// Whatever the validator lets through can be decided: a fact that broke its case would stop the engine, and again at
/// every start.
/// </summary>
public class CaseExtremesProperties
{
    private const int Stories = 400;

    private static readonly DateTimeOffset[] Instants =
    [
        FactBounds.Earliest, new(1990, 1, 1, 0, 0, 0, TimeSpan.FromHours(14)), FactBounds.End.AddTicks(-1),
        new(2100, 12, 31, 23, 59, 59, TimeSpan.FromHours(-12)), ClockSamples.At("2018-10-15 10:00"),
        ClockSamples.At("2018-10-15 17:00"), ClockSamples.At("2018-12-31 23:59"),
    ];

    [Fact]
    public void FactsAtEveryBound_LeaveACaseThatCanBeDecided()
    {
        for (var seed = 1; seed <= Stories; seed++)
        {
            var chance = new Random(seed);
            var story = new CaseStory();
            var now = FactBounds.Earliest;
            for (var i = chance.Next(1, 8); i > 0; i--)
            {
                var fact = new Fact("/test", $"{i}", "C-1", Any(chance, Instants), DataOf(chance));
                if (FactValidator.Check(fact, TestRules.Book, now, FactBounds.Replay) is not null)
                {
                    continue;
                }

                now = fact.OccurredAt > now ? fact.OccurredAt : now;
                story.Take(new Core.Entities.FactArrived(fact), now);
                Assert.True(story.State.Deadline is null || story.State.Deadline > now, $"seed {seed}");
            }

            story.Take(Core.Entities.Tick.Instance, FactBounds.End.AddYears(200));
        }
    }

    private static FactData DataOf(Random chance) => chance.Next(9) switch
    {
        0 => new CaseReceived { Item = "PROMISED", Channel = "online" },
        1 => new CaseAccepted { Item = "PROMISED", Promised = LimitOf(chance), Statutory = LimitOf(chance) },
        2 => new CaseAccepted { PromisedDueAt = Any(chance, Instants), StatutoryDueAt = Any(chance, Instants) },
        3 => new CaseSuspended { Reason = "testing", Days = Any(chance, [1, FactBounds.Default.SuspensionDaysMax]) },
        4 => new CaseResumed { Reason = "testing" },
        5 => new CaseExtended { Days = Any(chance, [1, FactBounds.Default.ExtensionDaysMax]) },
        6 => new CaseStageEntered { Stage = "审查", StageLimit = LimitOf(chance) },
        7 => new CaseDecided { Outcome = Outcome.Granted },
        _ => new CaseFinished(),
    };

    private static Limit LimitOf(Random chance) =>
        new(Any(chance, [1, 250, Limit.AmountMax]), Any(chance, Enum.GetValues<LimitUnit>()));

    private static T Any<T>(Random chance, T[] choices) => choices[chance.Next(choices.Length)];
}
