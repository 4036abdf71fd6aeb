using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Bench.Load;
using Supervision.Bench.Reporting;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Ingest.Simulation;
using Supervision.Silo.Hosting;
using Command = System.CommandLine.Command;

namespace Supervision.Bench.Benchmarks;

/// <summary>The two calculations everything else waits for: reading a clock, and deciding about a case.</summary>
internal static class ClocksBenchmark
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static Command Create()
    {
        var count = BenchmarkCommand.Size("--count", 1_000_000, "Calculations of each kind.");
        return BenchmarkCommand.Of(
            "clocks", "Clock.Read under both conventions, and one decision about a case.", [count],
            (parsed, _) => Task.FromResult(Run(parsed.GetValue(count))));
    }

    public static Result Run(int count)
    {
        var result = new Result("clocks");
        using var folder = new TemporaryFolder();
        var shelf = RuleShelf.Open(folder.Path, CityRules.Text(), HolidayBook.Embedded);
        var calendar = shelf.Calendars.Common;
        Read(result, "Clock.Read, statutory", Convention.Statutory, calendar, new(2026, 10, 10, 17, 0, 0), count);
        Read(result, "Clock.Read, elapsed", Convention.Elapsed, calendar, new(2026, 10, 10, 10, 0, 0), count);
        Decide(result, shelf, count);
        return result;
    }

    /// <summary>Four working days over the National Day holiday of 2026, with a warning and a yellow card.</summary>
    private static void Read(
        Result result, string figure, Convention convention, WorkCalendar calendar, DateTime due, int count)
    {
        var rule = new ClockRule(
            ClockKind.Promised, "promised", convention, new Limit(4, LimitUnit.WorkingDay), null,
            [new(AlertLevel.Warning, -2), new(AlertLevel.Yellow, 1)]);
        var start = new DateTimeOffset(2026, 9, 29, 10, 0, 0, Beijing);
        result.Expect(figure + ", due", due.Ticks, DueTicks(0));
        Measure(result, figure, count, i => DueTicks(i & 1023));

        long DueTicks(int seconds) =>
            Clock.Read(rule, new ClockTimes(start.AddSeconds(seconds), null, [], 0), calendar).DueAt.Ticks;
    }

    /// <summary>A promised case with five facts behind it takes its sixth.</summary>
    private static void Decide(Result result, IRuleShelf shelf, int count)
    {
        var course = Course.All(shelf.Current, Course.PromisedSteps)[0];
        var decider = new CaseDecider();
        var now = new DateTimeOffset(2026, 9, 29, 10, 0, 0, Beijing);
        var state = decider.Initial("2026-000001");
        FactArrived next = null!;
        for (var step = 0; step < 6; step++)
        {
            now = now.AddMinutes(10);
            next = new FactArrived(new("/city/approval", $"1-{step}", "2026-000001", now, course.Steps[step]));
            if (step < 5)
            {
                state = Fold(decider, state, decider.Decide(state, next, ((IRuleShelf)shelf).ContextOf(null, now)));
            }
        }

        var context = ((IRuleShelf)shelf).ContextOf(null, now);
        result.Expect("facts remembered", 5, ((CaseState)state).History.Length);
        result.Expect("alerts raised", 0, ((CaseState)state).Alerts.Length);
        Measure(result, "CaseDecider.Decide", count / 10, _ => decider.Decide(state, next, context).Length);
        var events = decider.Decide(state, next, context);
        Measure(
            result, "CaseDecider.Evolve", count / 10, _ => ((CaseState)Fold(decider, state, events)).History.Length);
    }

    private static EntityState Fold(CaseDecider decider, EntityState state, ImmutableArray<DomainEvent> events)
    {
        foreach (var @event in events)
        {
            state = decider.Evolve(state, @event);
        }

        return state;
    }

    private static void Measure(Result result, string figure, int count, Func<int, long> work)
    {
        var sum = 0L;
        for (var i = 0; i < Math.Min(count, 20_000); i++)
        {
            sum += work(i);
        }

        Thread.Sleep(count > 20_000 ? 200 : 0); // lets the compiler finish the fast version
        var best = TimeSpan.MaxValue;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 5; round++)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < count / 5; i++)
            {
                sum += work(i);
            }

            best = clock.Elapsed < best ? clock.Elapsed : best;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        result.Add(figure, best.TotalNanoseconds / (count / 5), "ns");
        result.Add(figure + ", allocated", allocated / (double)(count / 5 * 5), "bytes");
        GC.KeepAlive(sum);
    }
}
