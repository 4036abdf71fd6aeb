using Supervision.Core.Facts;

namespace Supervision.Ingest.Simulation;

/// <summary>One thing that will happen.</summary>
internal readonly record struct Step(DateTimeOffset At, string Source, string Subject, FactData Data);

/// <summary>
/// What will happen to one case, window, person or visit, in order of time. Its facts are numbered, so that the same
/// script always gives the same identities.
/// </summary>
internal sealed class Script(string key, bool isCase)
{
    private readonly List<Step> steps = new(8);
    private int next;

    /// <summary>Unique within the city; the start of its facts' ids.</summary>
    public string Key => key;

    /// <summary>Whether it is the course of a case, which the live stream may hurry along.</summary>
    public bool IsCase => isCase;

    /// <summary>Whether nothing is left to happen.</summary>
    public bool IsOver => next >= steps.Count;

    /// <summary>Steps that have not happened yet.</summary>
    public int Left => steps.Count - next;

    /// <summary>When the next step happens.</summary>
    public DateTimeOffset NextAt => steps[next].At;

    /// <summary>Adds a step at its place in time, after those of the same instant.</summary>
    public void Add(DateTimeOffset at, string source, string subject, FactData data)
    {
        var place = steps.Count;
        while (place > next && steps[place - 1].At > at) place--;
        steps.Insert(place, new(at, source, subject, data));
    }

    /// <summary>Gives up what has not happened yet.</summary>
    public void Abandon() => next = steps.Count;

    /// <summary>Squeezes what is left into a shorter time from a start on, at least a second apart.</summary>
    public void Squeeze(DateTimeOffset start, double factor)
    {
        if (IsOver) return;
        var origin = NextAt;
        var last = start;
        for (var i = next; i < steps.Count; i++)
        {
            var at = start + (steps[i].At - origin) * factor;
            if (i > next && at < last.AddSeconds(1)) at = last.AddSeconds(1);
            steps[i] = steps[i] with { At = at };
            last = at;
        }
    }

    /// <summary>The next fact, as planned or at another time.</summary>
    public Fact Take(DateTimeOffset? at = null)
    {
        var step = steps[next++];
        return new(step.Source, $"{key}-{next}", step.Subject, at ?? step.At, step.Data);
    }
}
