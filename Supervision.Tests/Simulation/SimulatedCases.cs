using Supervision.Core.Facts;
using Supervision.Tests.Support;

namespace Supervision.Tests.Simulation;

/// <summary>
/// Facts about a few cases, windows and sources, on a small grid of instants so that ties are common. Whatever a source
/// may get wrong is in: repeated acceptances, ends before beginnings, identities used for two subjects.
/// </summary>
internal static class SimulatedCases
{
    public const int Days = 21;

    private static readonly int[] Hours = [9, 12, 15, 17];

    public static DateTimeOffset Start { get; } = ClockSamples.At("2018-10-08 08:00");

    /// <summary>Of windows, staff, ratings and complaints.</summary>
    private static readonly (string Subject, FactData Data)[] Others =
    [
        ("W01", new WindowPaused()), ("W01", new WindowResumed { Staff = ["U1"] }), ("W01", new WindowClosed()),
        ("W01", new QueueIssued { Ticket = "A1" }), ("W01", new QueueCalled { Ticket = "A1" }),
        ("W01", new QueueServed { Ticket = "A1" }), ("W01", new RatingGiven { Score = 1, Named = true, Ticket = "A1" }),
        ("W01", new RatingGiven { Score = 5, Ticket = "A1" }), ("C-1", new RatingGiven { Score = 5, Default = true }),
        ("U1", new AttendancePunched { Direction = "in" }), ("U1", new AttendancePunched { Direction = "out" }),
        ("U1", new LeaveApproved { From = Start.AddDays(3), To = Start.AddDays(4) }),
        ("TS-1", new ComplaintFiled { Class = "village" }), ("TS-1", new ComplaintAnswered()),
    ];

    /// <summary>Facts in the order of their event time.</summary>
    public static Fact[] Draw(Random chance)
    {
        var cases = chance.Next(3, 25);
        List<Fact> facts = [];
        for (var i = 0; i < cases; i++)
        {
            var begun = chance.Next(0, Days - 5);
            foreach (var data in Story(chance))
            {
                facts.Add(FactOf(chance, facts, $"C-{i}", InstantOf(chance, begun), data));
            }
        }

        for (var i = chance.Next(0, 10); i > 0; i--)
        {
            facts.Add(FactOf(chance, facts, "W01", InstantOf(chance, 0), new WindowOpened()));
            facts.Add(FactOf(chance, facts, "/halls/h1", InstantOf(chance, 0), new Heartbeat()));
        }

        for (var i = chance.Next(0, 12); i > 0; i--)
        {
            var (subject, data) = chance.GetItems(Others, 1)[0];
            facts.Add(FactOf(chance, facts, subject, InstantOf(chance, 0), data));
        }

        return [.. facts.OrderBy(fact => fact.OccurredAt)];
    }

    private static Fact FactOf(Random chance, List<Fact> facts, string subject, DateTimeOffset at, FactData data)
    {
        // Now and then a source numbers two observations alike; the first to arrive counts, whatever its subject.
        var number = facts.Count > 0 && chance.Next(30) == 0 ? chance.Next(facts.Count) : facts.Count;
        return new Fact($"/halls/h{number % 3}", $"{number}", subject, at, data);
    }

    private static DateTimeOffset InstantOf(Random chance, int firstDay)
    {
        var day = chance.Next(firstDay, Math.Min(firstDay + 8, Days));
        return new DateTimeOffset(Start.Date.AddDays(day).AddHours(Hours[chance.Next(Hours.Length)]), Start.Offset);
    }

    private static IEnumerable<FactData> Story(Random chance)
    {
        if (chance.Next(3) > 0)
        {
            var channel = chance.Next(2) == 0 ? "online" : null;
            yield return new CaseReceived { Item = "PROMISED", Hall = Hall(chance), Channel = channel };
        }

        if (chance.Next(8) > 0)
        {
            yield return new CaseAccepted
            {
                Item = chance.Next(3) == 0 ? "IMMEDIATE" : "PROMISED",
                Hall = Hall(chance),
                Window = "W01",
                Handler = $"U{chance.Next(1, 5)}",
                Promised = chance.Next(2) == 0 ? ClockSamples.WorkingDays(chance.Next(1, 5)) : null,
            };
        }

        for (var i = chance.Next(0, 6); i > 0; i--)
        {
            yield return Happening(chance);
        }

        if (chance.Next(2) == 0)
        {
            yield return new CaseFinished { Handler = "U3" };
        }
    }

    private static FactData Happening(Random chance) => chance.Next(11) switch
    {
        0 => CaseStory.Accepted(3, 5),
        1 => new CaseCorrectionRequested(),
        2 => new CaseCorrectionFiled(),
        3 => new CaseSuspended { Reason = "testing", Days = 2, Notice = "T", Approver = "U" },
        4 => new CaseResumed { Reason = "testing" },
        5 => new CaseExtended { Days = 2, Approver = "U", Reason = "R" },
        6 => new CaseStageEntered { Stage = "审查", Handler = "U2" },
        7 => new CaseStageCompleted { Stage = "审查", Handler = "U2" },
        8 => new CaseDecided { Outcome = Outcome.Granted, Handler = "U3" },
        9 => new CaseFeeCharged { Amount = 60, Where = "W02" },
        _ => new CaseWithdrawn(),
    };

    private static string Hall(Random chance) => chance.Next(2) == 0 ? "H1" : "T1";
}
