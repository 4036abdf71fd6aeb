using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Cases;
using Supervision.Core.Complaints;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Ratings;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Core.Staff;
using Supervision.Silo.Cluster.History;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>
/// Rows of every kind that change at random, over few units and months: the store counts what scores add and take away.
/// </summary>
public sealed class HistoryFigureTests
{
    private const int Moves = 600;
    private static readonly Period[] Months = [Period.Of(2026, 1), Period.Of(2026, 2), Period.Of(2026, 3)];
    private static readonly string?[] Places = ["A", "B", null];
    private static readonly JsonEventCodec Codec = new();

    private readonly List<JournalTurn> turns = [];
    private readonly ScoreTally tally = new();
    private Random dice = new(0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Figures_OfRandomRows_AreThoseOfScores(int seed)
    {
        dice = new Random(seed);
        MoveAtRandom();
        await using var front = await ClickHouseFront.StartAsync();
        await using var journal = new InMemoryJournal(new JournalDisk(), Codec);
        await journal.AppendAsync(turns, CancellationToken.None);
        await using (var host = new HistoryHost(journal, front, batchMax: 50))
        {
            await host.CatchUpAsync();
        }

        using var history = new ClickHouseHistory(HistoryHost.OptionsOf(front));
        foreach (var month in Months)
        {
            var counted = await history.FiguresAsync(month, CancellationToken.None);
            Assert.Equal(
                Expected(month), Lines(counted.Units.Select(unit => (unit.Key, unit.Value))));
        }
    }

    private SortedSet<string> Expected(Period month)
    {
        var overdue = ScoreInputs.OverdueOpen.Slot;
        Dictionary<ScoreUnit, long[]> units = [];
        foreach (var (unit, period, amounts) in tally.Cells.Where(cell => cell.Period <= month))
        {
            if (!units.TryGetValue(unit, out var figures))
            {
                units[unit] = figures = new long[amounts.Length];
            }

            for (var slot = 0; slot < amounts.Length; slot++)
            {
                figures[slot] += period == month || slot == overdue ? amounts[slot] : 0; // the one that is carried on
            }
        }

        return Lines(units.Select(unit => (unit.Key, unit.Value)));
    }

    private static SortedSet<string> Lines(IEnumerable<(ScoreUnit Unit, long[] Figures)> units) => new(
        from unit in units
        from figure in ScoreInputs.All
        where unit.Figures[figure.Slot] != 0
        select string.Create(
            CultureInfo.InvariantCulture, $"{unit.Unit.Of} {unit.Unit.Id} {figure.Id} {unit.Figures[figure.Slot]}"),
        StringComparer.Ordinal);

    private void MoveAtRandom()
    {
        var contributions = new Contributions(tally, ClockSamples.Calendar);
        Mover<CaseRow> cases = new(NextCase, (one, other) => new CaseMoved(one, other), contributions.Count);
        Mover<OrderRow> orders = new(NextOrder, (one, other) => new OrderMoved(one, other), contributions.Count);
        Mover<RatingRow> ratings = new(
            NextRating, (one, other) => new RatingMoved(one, new(other, 0, null)), contributions.Count);
        Mover<ComplaintRow> complaints = new(
            NextComplaint, (one, other) => new ComplaintMoved(one, other), contributions.Count);
        Mover<AttendanceRow> days = new(
            NextDay, (one, other) => new AttendanceMoved(one, other), contributions.Count);
        for (var i = 0; i < Moves; i++)
        {
            var key = $"{dice.Next(Moves / 10)}";
            Record(key, dice.Next(5) switch
            {
                0 => cases.Next(key),
                1 => orders.Next(key),
                2 => ratings.Next(key),
                3 => complaints.Next(key),
                _ => days.Next(key),
            });
        }
    }

    /// <summary>Every entry is a stream of its own: only what it says matters here.</summary>
    private void Record(string key, DomainEvent @event)
    {
        ImmutableArray<DomainEvent> events = [@event];
        var body = new ArrayBufferWriter<byte>();
        Codec.Encode(events, body);
        turns.Add(new(
            new StreamId(EntityKind.Case, $"{turns.Count} {key}"), 1, 0, Instant(), Instant(), default,
            body.WrittenMemory.ToArray(), events));
    }

    private CaseRow NextCase(string key)
    {
        var state = Any<CaseStatus>();
        var accepted = Maybe();
        return new()
        {
            No = key,
            State = state,
            CaseType = Any<CaseType>(),
            Hall = Place(),
            Window = Place(),
            Department = Place(),
            Handler = Place(),
            Channel = Place(),
            ReceivedAt = Maybe(),
            AcceptedAt = accepted,
            EndedAt = Maybe(),
            PromisedDueAt = Maybe(),
            StatutoryDueAt = Maybe(),
            Overdue = dice.Next(2) == 0,
        };
    }

    private OrderRow NextOrder(string key) => new()
    {
        No = key,
        Source = Any<OrderSource>(),
        State = Any<OrderStatus>(),
        Unit = new(Place(), Place(), Place()),
        Person = Place(),
        Code = "promised.yellow",
        Subject = "C1",
        Causes = 1,
        Rung = Any<LadderRung>(),
        IssuedAt = Instant(),
    };

    private RatingRow NextRating(string key)
    {
        var at = Instant();
        return new()
        {
            Id = key,
            Cause = key,
            Subject = "W01",
            At = at,
            Day = ClockSamples.Calendar.DateOf(at),
            Score = 1 + dice.Next(5),
            IsDefault = dice.Next(4) == 0,
            Named = false,
            Hall = Place(),
            Window = Place(),
            Department = Place(),
            Staff = Place(),
            CallbackDueAt = Maybe(),
            CalledAt = Maybe(),
        };
    }

    private ComplaintRow NextComplaint(string key) => new()
    {
        No = key,
        Hall = Place(),
        Window = Place(),
        Department = Place(),
        FiledAt = Maybe(),
        AnsweredAt = Maybe(),
        Overdue = dice.Next(2) == 0,
    };

    private AttendanceRow NextDay(string key) => new()
    {
        Staff = "S" + (key.Length % 2),
        Date = new DateOnly(2026, 1, 1).AddDays(int.Parse(key, CultureInfo.InvariantCulture)),
        Hall = Place(),
        Department = Place(),
        Halves =
        [
            .. Enumerable.Range(0, dice.Next(3)).Select(_ => new HalfDay(0, 1, Any<AttendanceStatus>(), null, null)),
        ],
        Punches = 0,
        Here = false,
    };

    private string? Place() => Places[dice.Next(Places.Length)];

    private T Any<T>() where T : struct, Enum => Enum.GetValues<T>()[dice.Next(Enum.GetValues<T>().Length)];

    private DateTimeOffset? Maybe() => dice.Next(4) == 0 ? null : Instant();

    /// <summary>From a small grid, so that ties and turns of months are common.</summary>
    private DateTimeOffset Instant() =>
        new DateTimeOffset(2026, 1, 30, 0, 0, 0, TimeSpan.FromHours(8)).AddHours(8 * dice.Next(100));

    private sealed class Mover<TRow>(
        Func<string, TRow> next, Func<TRow?, TRow, DomainEvent> moved, Action<TRow, int> count) where TRow : class
    {
        private readonly Dictionary<string, TRow> rows = new(StringComparer.Ordinal);

        public DomainEvent Next(string key)
        {
            var before = rows.GetValueOrDefault(key);
            if (before is not null)
            {
                count(before, -1);
            }

            var after = rows[key] = next(key);
            count(after, +1);
            return moved(before, after);
        }
    }
}
