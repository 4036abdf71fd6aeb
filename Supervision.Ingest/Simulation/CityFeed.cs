using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

/// <summary>
/// The generated city: a deterministic stream of facts as its halls, devices and inspectors would report them. One feed
/// is one course of events: read its history first, then, if wanted, go on live; cases that are open at the end of the
/// history continue. Not safe for concurrent use.
/// </summary>
public sealed partial class CityFeed
{
    private readonly CityFeedOptions options;
    private readonly CityMap map;
    private readonly CityTime time;
    private readonly DayRoutine routine;
    private readonly PriorityQueue<Script, (long Ticks, long Order)> coming = new();
    private long order;
    private DateOnly planned = DateOnly.MinValue;
    private int cases;

    /// <summary>Prepares a city.</summary>
    /// <param name="book">Items, halls, windows, staff, hours.</param>
    /// <param name="isWorkingDay">Whether the halls work on a day.</param>
    /// <param name="options">How busy the city is; null means the defaults.</param>
    /// <exception cref="ArgumentException">The rule book has no window or an option is out of its bounds.</exception>
    public CityFeed(RuleBook book, Func<DateOnly, bool> isWorkingDay, CityFeedOptions? options = null)
    {
        this.options = options ?? new();
        this.options.Check();
        map = new(book);
        time = new(book, isWorkingDay);
        routine = new(map, time, this.options.Misconduct);
    }

    /// <summary>Every source the city reports from.</summary>
    public IReadOnlyList<string> Sources => map.Sources.All;

    /// <summary>
    /// What happened from one instant to another, in order of event time. Lazy; holds what is open and one day, some
    /// hundred bytes per open case.
    /// </summary>
    /// <param name="from">Start, inclusive; the city begins without open cases. A day is planned once: after an earlier
    /// call, start where that one ended.</param>
    /// <param name="to">End, exclusive.</param>
    public IEnumerable<Fact> History(DateTimeOffset from, DateTimeOffset to)
    {
        var first = DateOnly.FromDateTime(time.Local(from).DateTime);
        var last = DateOnly.FromDateTime(time.Local(to).DateTime);
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            PlanDay(day, from);
            var end = time.At(day.AddDays(1), TimeOnly.MinValue);
            if (end > to) end = to;
            while (coming.TryPeek(out var script, out _) && script.NextAt < end)
            {
                coming.Dequeue();
                yield return script.Take();
                Await(script);
            }
        }
    }

    /// <summary>Scripts that are held: the rest of the day and every case that is open.</summary>
    internal int Waiting => coming.Count;

    private void PlanDay(DateOnly day, DateTimeOffset notBefore)
    {
        if (day <= planned) return;
        planned = day;
        cases = 0;
        var dice = Dice.For(options.Seed, day.DayNumber);
        foreach (var script in routine.Plan(day, dice))
        {
            SkipBefore(script, notBefore);
            Await(script);
        }

        if (!time.IsWorkingDay(day)) return;
        for (var left = CasesOn(day, dice); left > 0; left--)
        {
            var item = map.Item(options.ImmediateShare, dice);
            var script = PlanCase(NextNumber(day), item, day, at: null, dice);
            SkipBefore(script, notBefore);
            Await(script);
        }
    }

    /// <summary>A city that starts at noon has no morning: a case that began earlier never was.</summary>
    private static void SkipBefore(Script script, DateTimeOffset start)
    {
        if (script.IsCase && !script.IsOver && script.NextAt < start) script.Abandon();
        while (!script.IsOver && script.NextAt < start) script.Take();
    }

    private int CasesOn(DateOnly day, Dice dice)
    {
        var weekday = day.DayOfWeek switch { DayOfWeek.Monday => 1.2, DayOfWeek.Friday => 0.85, _ => 1.0 };
        return (int)(options.CasesPerDay * weekday * (0.85 + 0.3 * dice.Unit()));
    }

    private Script PlanCase(string no, ServiceItem item, DateOnly day, DateTimeOffset? at, Dice dice)
    {
        var window = map.Window(item, dice);
        var script = new Script(no, isCase: true);
        var course = new Course(
            script, map, time, options.Misconduct, item, window, at ?? time.Arrival(day, window.Hall, dice), dice);
        if (item.CaseType == CaseType.Immediate) ImmediateCases.Plan(course);
        else PromisedCases.Plan(course);
        return script;
    }

    private string NextNumber(DateOnly day) => $"{day.Year}-{day:MMdd}-{++cases:00000}";

    private void Await(Script script)
    {
        if (!script.IsOver) coming.Enqueue(script, (script.NextAt.UtcTicks, order++));
    }
}
