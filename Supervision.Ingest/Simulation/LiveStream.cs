using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

/// <summary>
/// The live city: what the calendar plans, at its time, and beside it hurried visits and open cases that move on, at a
/// steady rate. Not safe for concurrent use.
/// </summary>
internal sealed class LiveStream
{
    /// <summary>Most facts of one batch; the rest waits for the next.</summary>
    public const int BatchMax = 1000;

    private const int HurriedCasesMax = 2000;
    private const double HurriedShare = 0.7;
    private const double SqueezeFactor = 0.03;
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(2);

    private readonly CityFeed feed;
    private readonly CityFeedOptions options;
    private readonly CityMap map;
    private readonly Dice dice;
    private readonly List<HurriedCase> hurried = [];
    private readonly ServiceItem[] immediate;
    private DateTimeOffset last;
    private double allowance;
    private double heartbeats;
    private int numbered;
    private int belated;

    public LiveStream(CityFeed feed, CityFeedOptions options, CityMap map, DateTimeOffset now)
    {
        (this.feed, this.options, this.map, last) = (feed, options, map, now);
        dice = Dice.For(options.Seed, Seconds(now));
        feed.PlanDayOf(now);
        var open = feed.TakeWaiting(script => script.IsCase && script.NextAt > now && dice.Chance(HurriedShare));
        foreach (var script in open)
        {
            if (hurried.Count < HurriedCasesMax) hurried.Add(new(script, now + dice.Seconds(1, 60)));
            else feed.Schedule(script);
        }

        immediate = [.. map.Items.Where(item => item.CaseType == CaseType.Immediate)];
        OpenWindows(now);
    }

    /// <summary>What happened since the last call.</summary>
    public IReadOnlyList<Fact> Next(DateTimeOffset instant)
    {
        var now = feed.Stamp(instant);
        feed.PlanDayOf(now);
        var elapsed = instant - last;
        last = instant;
        if (elapsed < TimeSpan.Zero) elapsed = TimeSpan.Zero;
        if (elapsed > LongestStep) elapsed = LongestStep; // after a sleep there is no backlog to make up for
        var rate = options.LiveFactsPerSecond;
        allowance = Math.Min(allowance + elapsed.TotalSeconds * rate, Math.Max(1, 5 * rate));

        var facts = new List<Fact>();
        Beat(now, elapsed, facts);
        while (facts.Count < BatchMax && feed.TakeDue(now) is { } due) facts.Add(due);
        // A rush, as at closing time, silences the hurried city for a second and no longer.
        allowance = Math.Max(allowance - facts.Count, -rate);
        while (allowance >= 1 && facts.Count < BatchMax)
        {
            var before = facts.Count;
            if (!dice.Chance(0.5) || !MoveOn(now, facts)) Begin(now, facts);
            allowance -= Math.Max(1, facts.Count - before);
        }

        return facts;
    }

    /// <summary>One heartbeat of every source a minute, one after the other.</summary>
    private void Beat(DateTimeOffset now, TimeSpan elapsed, List<Fact> facts)
    {
        for (heartbeats += elapsed.TotalMinutes * map.Sources.All.Count; heartbeats >= 1; heartbeats--)
        {
            var source = map.Sources.All[numbered++ % map.Sources.All.Count];
            facts.Add(new(source, $"live-{Seconds(now)}-{numbered}", source, now, new Heartbeat()));
        }
    }

    /// <summary>Lets an open case take its next step.</summary>
    private bool MoveOn(DateTimeOffset now, List<Fact> facts)
    {
        const int tries = 8;
        for (var i = 0; i < tries && hurried.Count > 0; i++)
        {
            var at = dice.Below(hurried.Count);
            var (script, readyAt) = hurried[at];
            if (readyAt > now) continue;
            facts.Add(script.Take(now));
            hurried[at] = new(script, now + dice.Seconds(20, 90));
            if (script.IsOver)
            {
                hurried[at] = hurried[^1];
                hurried.RemoveAt(hurried.Count - 1);
            }

            return true;
        }

        return false;
    }

    /// <summary>Something new: mostly a visit, sometimes a case with a course, now and then something odd.</summary>
    private void Begin(DateTimeOffset now, List<Fact> facts)
    {
        var kind = dice.Unit();
        var hasRoom = hurried.Count < HurriedCasesMax;
        if (kind < 0.03) facts.AddRange(Belated(now));
        else if (kind < 0.07) Hasty(now);
        else if (kind < 0.10) Pause(now);
        else if (kind < 0.40 && hasRoom)
            hurried.Add(new(feed.PlanLiveCase(map.Item(immediateShare: 0, dice), now, dice), now + dice.Seconds(1, 5)));
        else if (immediate.Length > 0) Visit(now);
    }

    private void Visit(DateTimeOffset now)
    {
        var script = feed.PlanLiveCase(dice.Pick(immediate), now, dice);
        script.Squeeze(now.AddSeconds(1), SqueezeFactor);
        feed.Schedule(script);
    }

    /// <summary>Work that was done days ago and is recorded only now (补录).</summary>
    private IEnumerable<Fact> Belated(DateTimeOffset now)
    {
        var script = feed.PlanBelatedCase(map.Item(immediateShare: 0, dice), now, ++belated, dice);
        while (!script.IsOver && script.NextAt < now) yield return script.Take();
        feed.Schedule(script);
    }

    /// <summary>A case whose source sets the due instant, less than a minute ahead; half of them miss it.</summary>
    private void Hasty(DateTimeOffset now)
    {
        var item = map.Item(immediateShare: 0, dice);
        var window = map.Window(item, dice);
        var script = feed.EmptyLiveCase(now);
        var source = map.Sources.Approval(window.Hall);
        var due = now + dice.Seconds(12, 45);
        var clerk = window.Staff.IsEmpty ? null : dice.Pick(window.Staff);
        script.Add(now.AddSeconds(1), source, script.Key, new CaseAccepted
        {
            Item = item.Id,
            CaseType = item.CaseType,
            Window = window.Id,
            Department = item.Department,
            Hall = window.Hall,
            Handler = clerk,
            PromisedDueAt = due,
        });
        var end = dice.Chance(0.5) ? due - dice.Seconds(1, 8) : due + dice.Seconds(5, 120);
        script.Add(end, source, script.Key, new CaseFinished { Outcome = "granted", Handler = clerk });
        feed.Schedule(script);
    }

    private void Pause(DateTimeOffset now)
    {
        var window = dice.Pick(map.Windows);
        var source = map.Sources.Windows(window.Hall);
        var script = new Script($"pause-{Seconds(now)}-{++numbered}", isCase: false);
        script.Add(
            now.AddSeconds(1), source, window.Id, new WindowPaused { Reason = dice.Pick(DayRoutine.PauseReasons) });
        script.Add(now + dice.Seconds(20, 90), source, window.Id, new WindowResumed { Staff = window.Staff });
        feed.Schedule(script);
    }

    /// <summary>At night every window would be shut: a demonstration opens most of them.</summary>
    private void OpenWindows(DateTimeOffset now)
    {
        foreach (var window in map.Windows.Where(_ => dice.Chance(0.92)))
        {
            var script = new Script($"{window.Id}-{now:yyyyMMddHHmmss}-live", isCase: false);
            script.Add(
                feed.Stamp(now) + dice.Seconds(1, 12), map.Sources.Windows(window.Hall), window.Id,
                new WindowOpened { Staff = window.Staff });
            feed.Schedule(script);
        }
    }

    private static long Seconds(DateTimeOffset instant) => instant.ToUnixTimeSeconds();

    private readonly record struct HurriedCase(Script Script, DateTimeOffset ReadyAt);
}
