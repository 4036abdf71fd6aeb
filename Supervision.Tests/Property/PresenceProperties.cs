using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Staff;
using Supervision.Core.Windows;
using Supervision.Tests.Support;

namespace Supervision.Tests.Property;

/// <summary>
/// The same facts and notes in any order, and repeated, end in the same day sheet, findings and totals.
/// </summary>
public class PresenceProperties
{
    private static readonly DateTimeOffset End = ClockSamples.At("2026-10-12 10:00");

    /// <summary>Few instants, so that ties and limits are common; the holiday and a make-up Saturday are among
    /// them.</summary>
    private static readonly Gen<DateTimeOffset> Instants =
        from day in Gen.Choose(0, 4)
        from minute in Gen.Elements(0, 530, 540, 541, 555, 570, 571, 720, 810, 900, 1019, 1020, 1439)
        select ClockSamples.At("2026-10-08 00:00").AddDays(day).AddMinutes(minute);

    private static readonly Gen<FactData> StaffData = Gen.Elements<FactData>(
        new AttendancePunched { Direction = "in" },
        new AttendancePunched { Direction = "in" },
        new AttendancePunched { Direction = "out" },
        new AttendancePunched { Direction = "breakIn" },
        new AttendancePunched { Direction = "breakOut" },
        new LeaveApproved { From = ClockSamples.At("2026-10-09 00:00"), To = ClockSamples.At("2026-10-09 12:00") },
        new LeaveApproved { From = ClockSamples.At("2026-10-08 10:00"), To = ClockSamples.At("2026-10-10 00:00") },
        new LeaveCancelled { From = ClockSamples.At("2026-10-09 09:00"), To = ClockSamples.At("2026-10-10 00:00") });

    private static readonly Gen<FactData> WindowData = Gen.Elements<FactData>(
        new WindowOpened { Staff = ["U1"] },
        new WindowOpened(),
        new WindowPaused(),
        new WindowResumed { Staff = ["U1", "U2"] },
        new WindowClosed(),
        new QueueIssued { Ticket = "A1" },
        new QueueCalled { Ticket = "A1" },
        new QueueServed { Ticket = "A1" },
        new QueueAbandoned { Ticket = "A2" },
        new QueueCalled { Ticket = "A2" },
        new RatingGiven { Score = 1, Ticket = "A1", Named = true, Device = "E" },
        new RatingGiven { Score = 5, Ticket = "A1", Device = "E" },
        new RatingGiven { Score = 5, Ticket = "A2", Default = true },
        new RatingGiven { Score = 4, Device = "E" });

    private static readonly Gen<Command> Notes =
        from at in Instants
        from kind in Gen.Elements(SignalKind.In, SignalKind.Out, SignalKind.Case)
        from who in Gen.Elements("U1", "U2", "U4")
        select (Command)new NoteSignal(at, kind, kind == SignalKind.Case ? null : who) { Source = "/n", Id = "n" };

    [Fact]
    public void Staff_InAnyOrder_EndsInTheSameSheet() => CheckOrders(
        StaffData, EntityKind.Staff, "U1", Gen.Constant<Command[]>([]),
        (EntityStory<StaffState> story) =>
            $"{Sheet(story)}|{EntityStory<StaffState>.Standing(story.State.Alerts)}|{story.State.Deadline:O}");

    [Fact]
    public void Window_InAnyOrder_EndsInTheSameFindings() => CheckOrders(
        WindowData, EntityKind.Window, "W01", Notes.ArrayOf(3),
        (EntityStory<WindowState> story) =>
            $"{Sheet(story)}|{EntityStory<WindowState>.Standing(story.State.Alerts)}|{story.State.Deadline:O}");

    [Fact]
    public void Patrols_InAnyOrder_EndInTheSameFindings() => CheckOrders(
        Gen.Elements<FactData>(
            new PatrolRecorded { Kind = "patrol", Inspector = "U5" },
            new PatrolRecorded { Kind = "visit" },
            new PatrolRecorded { Kind = "video", SignedAt = ClockSamples.At("2026-10-09 10:30") }),
        EntityKind.Window, "H1", Gen.Constant<Command[]>([]),
        (EntityStory<WindowState> story) =>
            $"{Sheet(story)}|{EntityStory<WindowState>.Standing(story.State.Alerts)}|{story.State.Deadline:O}");

    /// <summary>Sources whose clocks are ahead, or a night in which nobody listened.</summary>
    [Fact]
    public void Facts_OfLaterDays_WaitForTheirTime()
    {
        var ahead =
            from pairs in Gen.Zip(Instants, WindowData).ArrayOf()
            from punches in Gen.Zip(Instants, StaffData).ArrayOf()
            where pairs.Length is > 0 and < 12 && punches.Length is > 0 and < 12
            select (pairs, punches);
        Check.QuickThrowOnFailure(Prop.ForAll(ahead.ToArbitrary(), sample =>
        {
            Ahead<WindowState>(EntityKind.Window, "W01", sample.pairs);
            Ahead<StaffState>(EntityKind.Staff, "U1", sample.punches);
        }));

        static void Ahead<TState>(EntityKind kind, string key, (DateTimeOffset At, FactData Data)[] pairs)
            where TState : EntityState
        {
            var early = new EntityStory<TState>(kind, key);
            var inTime = new EntityStory<TState>(kind, key);
            var facts = pairs.Select((pair, i) => new Fact("/t", $"{i}", key, pair.At, pair.Data)).ToArray();
            Array.ForEach(facts, fact => early.Take(fact, ClockSamples.At("2026-10-08 00:00")));
            Array.ForEach([.. facts.OrderBy(fact => fact.OccurredAt)], fact => inTime.Take(fact, fact.OccurredAt));
            var end = End.AddDays(1); // later than every fact
            Assert.Equal(Sheet(inTime.Run(end)), Sheet(early.Run(end)));
        }
    }

    /// <summary>
    /// Everything but the alerts, which remember what was raised and revoked on the way, and the names ratings have in
    /// orders, of which the first that was bad opens one.
    /// </summary>
    private static string Sheet<TState>(EntityStory<TState> story)
        where TState : EntityState => Regex.Replace(
        story.Stored[..story.Stored.IndexOf("\"alerts\"", StringComparison.Ordinal)],
        "\"cause\":\"fact:[0-9a-f]{32}\"", "",
        RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

    private static void CheckOrders<TState>(
        Gen<FactData> data, EntityKind kind, string key, Gen<Command[]> notes, Func<EntityStory<TState>, string> read)
        where TState : EntityState
    {
        var stories =
            from pairs in Gen.Zip(Instants, data).ArrayOf()
            where pairs.Length is > 0 and < 12
            from commands in notes
            let inputs = pairs.Select(object (pair, i) => new Fact("/t", $"{i}", key, pair.Item1, pair.Item2))
                .Concat(commands).ToArray()
            from order in Gen.Shuffle(inputs)
            select (inputs, order);
        Check.QuickThrowOnFailure(Prop.ForAll(stories.ToArbitrary(), sample =>
        {
            var straight = read(Tell<TState>(kind, key, sample.inputs, repeat: false));
            var reordered = read(Tell<TState>(kind, key, sample.order, repeat: true));
            Assert.Equal(straight, reordered);
        }));
    }

    /// <summary>Tells inputs in the given order; now is the watermark. What is repeated comes with other ids.</summary>
    private static EntityStory<TState> Tell<TState>(EntityKind kind, string key, object[] inputs, bool repeat)
        where TState : EntityState
    {
        var story = new EntityStory<TState>(kind, key);
        foreach (var input in inputs)
        {
            Take(story, input);
        }

        foreach (var note in repeat ? inputs.OfType<NoteSignal>() : [])
        {
            Take(story, note);
        }

        return story.Run(End);
    }

    private static void Take<TState>(EntityStory<TState> story, object input)
        where TState : EntityState
    {
        switch (input)
        {
            case Fact fact:
                story.Take(fact, fact.OccurredAt > story.Now ? fact.OccurredAt : story.Now);
                break;
            case NoteSignal note:
                story.Do(note.At > story.Now ? note.At : story.Now, note);
                break;
        }
    }
}
