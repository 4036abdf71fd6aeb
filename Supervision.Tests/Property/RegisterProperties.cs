using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Reading;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Property;

/// <summary>Whatever is entered into a register, in whatever order.</summary>
public class RegisterProperties
{
    private static readonly RegisterDecider Decider = new();

    private static readonly HallCalendars Calendars =
        new(ClockSamples.Calendar, FrozenDictionary<string, WorkCalendar>.Empty);

    /// <summary>From the last days of a year on, in steps around the 30 minutes of a group.</summary>
    private static readonly Gen<Entry[]> Courses = Gen.Zip(
        Gen.Zip(Gen.Elements("enter", "enter", "enter", "except", "silence", "unsilence", "inhibit", "lift"),
            Gen.Elements(0, 0, 1, 29, 30, 31, 600, 7 * 1440)),
        Gen.Zip(Gen.Elements("x.yellow", "y.red", "rating"), Gen.Elements("W01", "W02")))
        .Select(drawn => new Entry(drawn.Item1.Item1, drawn.Item1.Item2, drawn.Item2.Item1, drawn.Item2.Item2))
        .ArrayOf().Resize(60);

    [Fact]
    public void AnyCourse_NumbersPerYearWithoutGapOrRepeat() => ForAll((_, events) =>
    {
        foreach (var year in events.OfType<CauseNumbered>().GroupBy(e => e.Year))
        {
            Assert.Equal(Enumerable.Range(1, year.Count()), year.Select(e => e.Number));
            Assert.All(year, e => Assert.Equal($"H1-{e.Year}-{e.Number:D5}", e.No));
        }
    });

    [Fact]
    public void AnyCourse_EndsEveryCauseInExactlyOneWay() => ForAll((causes, events) =>
    {
        var ended = events.Select(@event => @event switch
        {
            CauseNumbered e => e.Cause.Reference,
            CauseJoined e => e.Cause.Reference,
            CauseSilenced e => e.Cause.Reference,
            _ => null,
        }).OfType<string>();
        var waiting = events.OfType<CauseHeld>().Select(e => e.Cause.Reference);
        Assert.Equal(causes.Order(), ended.Concat(waiting).Order());
    });

    [Fact]
    public void AnyCourse_LetsNoCauseWaitLongerThanItsLinksAreDown() => ForAll((_, events) =>
    {
        HashSet<string> down = [];
        HashSet<string> waiting = [];
        foreach (var @event in events)
        {
            switch (@event)
            {
                case InhibitionBegan e:
                    down.Add(e.Link);
                    break;
                case InhibitionEnded e:
                    down.Remove(e.Link);
                    break;
                case CauseHeld e:
                    Assert.Contains(e.Link, down);
                    Assert.True(waiting.Add(e.Cause.Reference));
                    break;
                case CauseReleased e:
                    Assert.Empty(down);
                    Assert.True(waiting.Remove(e.Cause.Reference));
                    break;
                case CauseNumbered { Cause.Source: OrderSource.Card } or CauseJoined:
                    Assert.Empty(down);
                    break;
            }
        }

        Assert.True(waiting.Count == 0 || down.Count > 0, "causes wait for nothing");
    });

    [Fact]
    public void AnyCourse_LetsACauseJoinItsOwnKindAlone() => ForAll((_, events) =>
    {
        var opened = events.OfType<CauseNumbered>().ToDictionary(e => e.No, e => e);
        foreach (var joined in events.OfType<CauseJoined>())
        {
            var first = opened[joined.No].Cause;
            Assert.Equal((first.Source, first.Code, first.Unit),
                (joined.Cause.Source, joined.Cause.Code, joined.Cause.Unit));
            Assert.NotEqual(OrderSource.Rating, first.Source);
        }

        Assert.All(events.OfType<CauseJoined>().CountBy(e => e.No), count => Assert.InRange(count.Value, 1, 199));
    });

    private static void ForAll(Action<List<string>, List<DomainEvent>> check) => Check.QuickThrowOnFailure(
        Prop.ForAll(Courses.ToArbitrary(), course =>
        {
            var now = ClockSamples.At("2018-12-25 10:00");
            var state = (RegisterState)Decider.Initial("H1");
            List<string> causes = [];
            List<DomainEvent> events = [];
            for (var i = 0; i < course.Length; i++)
            {
                now = now.AddMinutes(course[i].Minutes);
                while (Decider.NextDeadline(state) is { } deadline && deadline <= now)
                {
                    var ended = Decider.Decide(
                        state, Tick.Instance, new DecisionContext(deadline, TestRules.Book, Calendars));
                    events.AddRange(ended);
                    state = Fold(state, ended);
                }

                var command = CommandOf(course[i], i, now, state);
                var decision = Decider.Answer(state, command, new DecisionContext(now, TestRules.Book, Calendars));
                events.AddRange(decision.Events);
                state = Fold(state, decision.Events);
                if (command is EnterCause enter)
                {
                    causes.Add(enter.Cause.Reference);
                }
            }

            check(causes, events);
            CheckReplay(state, events);
        }));

    private static Command CommandOf(Entry entry, int i, DateTimeOffset now, RegisterState state) => entry.Name switch
    {
        "silence" => new SilenceOrders
        {
            Source = "/t",
            Id = $"{i}",
            By = OrderStory.Inspector,
            Reason = "割接",
            Until = now.AddMinutes(40),
            Code = entry.Code,
        },
        "inhibit" => new InhibitOrders($"/halls/{entry.Window}", "") { Source = "/t", Id = $"{i}" },
        "lift" => new LiftInhibition($"/halls/{entry.Window}") { Source = "/t", Id = $"{i}" },
        "unsilence" => new EndSilence(state.Silences.FirstOrDefault()?.SilenceId ?? "-", OrderStory.Inspector)
        {
            Source = "/t",
            Id = $"{i}",
        },
        _ => new EnterCause(
            OrderStory.Cause($"{i}", SourceOf(entry), code: entry.Code) with
            {
                Unit = new OrderUnit("H1", "D1", entry.Window),
            },
            entry.Name == "except" ? state.Groups.LastOrDefault()?.No : null)
        { Source = "/t", Id = $"{i}" },
    };

    /// <summary>The journal gives an equal register, whole or from a snapshot in the middle.</summary>
    private static void CheckReplay(RegisterState state, List<DomainEvent> events)
    {
        var codec = new JsonEventCodec();
        var stored = new ArrayBufferWriter<byte>();
        codec.Encode([.. events], stored);
        var read = codec.Decode(stored.WrittenMemory);
        var half = Fold((RegisterState)Decider.Initial("H1"), read[..(read.Length / 2)]);
        var restored = (RegisterState)JsonSerializer.Deserialize(Text(half), StoredJson.Storage.EntityState)!;
        Assert.Equal(Text(state), Text(Fold((RegisterState)Decider.Initial("H1"), read)));
        Assert.Equal(Text(state), Text(Fold(restored, read[(read.Length / 2)..])));
    }

    private static RegisterState Fold(RegisterState state, ImmutableArray<DomainEvent> events) =>
        events.Aggregate(state, (known, @event) => (RegisterState)Decider.Evolve(known, @event));

    private static string Text(RegisterState state) =>
        JsonSerializer.Serialize<EntityState>(state, StoredJson.Storage.EntityState);

    private static OrderSource SourceOf(Entry entry) => entry.Code == "rating" ? OrderSource.Rating : OrderSource.Card;

    private sealed record Entry(string Name, int Minutes, string Code, string Window);
}
