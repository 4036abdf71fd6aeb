using System.Collections.Immutable;
using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Bench.Load;

/// <summary>Which facts a mix holds.</summary>
internal enum MixKind
{
    /// <summary>Whole lives: half the cases immediate (2 facts), half promised (8), thousands open at once.</summary>
    Lives,

    /// <summary>Acceptances of promised cases alone, so that every case stays open.</summary>
    Acceptances,
}

/// <summary>
/// A stream of facts any of which can be had by its index, at nearly no cost. Cases run in waves: every case of a wave
/// takes its first step, then every case its second, so that facts of a case are thousands of facts apart as they are
/// in a city. Event times rise through the hours before <c>end</c>, so that nothing is recorded late.
/// </summary>
internal sealed class FactMix
{
    private const int WaveCasesMax = 20_000;
    private const int FactsPerTwoCases = Course.ImmediateSteps + Course.PromisedSteps;
    private readonly ImmutableArray<Course> immediate;
    private readonly ImmutableArray<Course> promised;
    private readonly MixKind kind;
    private readonly long start;
    private readonly double ticksPerFact;

    /// <summary>Lays a mix out.</summary>
    /// <param name="book">Items, windows, staff.</param>
    /// <param name="kind">Which facts.</param>
    /// <param name="lane">Keeps cases and identities of one mix apart from those of another: a digit or letter.</param>
    /// <param name="facts">How many facts will be taken.</param>
    /// <param name="end">No fact happens after it.</param>
    public FactMix(RuleBook book, MixKind kind, char lane, long facts, DateTimeOffset end)
    {
        (this.kind, Lane) = (kind, lane);
        immediate = Course.All(book, Course.ImmediateSteps);
        promised = Course.All(book, Course.PromisedSteps);
        WaveCases = 2 * (int)Math.Clamp(facts / FactsPerTwoCases, 1, WaveCasesMax / 2);
        var waves = Math.Max(1, facts / ((long)WaveCases / 2 * FactsPerTwoCases));
        var span = TimeSpan.FromHours(Math.Min(waves, 20));
        start = end.UtcTicks - span.Ticks;
        ticksPerFact = span.Ticks / (double)Math.Max(1, facts);
    }

    public char Lane { get; }

    /// <summary>Cases of one wave.</summary>
    public int WaveCases { get; }

    /// <summary>Every course, immediate ones first.</summary>
    public ImmutableArray<Course> Courses => immediate.AddRange(promised);

    /// <summary>Source of all its facts.</summary>
    public string Source => $"/city/approval/{Lane}";

    /// <summary>Where a fact stands: its case, that case's course (in <see cref="Courses"/>) and the step.</summary>
    public (long Case, int Course, int Step) PlaceOf(long index)
    {
        if (kind == MixKind.Acceptances)
        {
            return (index, immediate.Length + (int)(index % promised.Length), 0);
        }

        var half = WaveCases / 2;
        var (wave, rest) = Math.DivRem(index, (long)half * FactsPerTwoCases);
        var (step, place) = rest < 2L * WaveCases
            ? ((int)(rest / WaveCases), (int)(rest % WaveCases))
            : (2 + (int)((rest - 2L * WaveCases) / half), 2 * (int)((rest - 2L * WaveCases) % half) + 1);
        var number = wave * WaveCases + place;
        return place % 2 == 0
            ? (number, (int)(number / 2 % immediate.Length), step)
            : (number, immediate.Length + (int)(number / 2 % promised.Length), step);
    }

    /// <summary>When a fact happened.</summary>
    public DateTimeOffset TimeOf(long index) => new(start + (long)(index * ticksPerFact), TimeSpan.Zero);

    /// <summary>A fact.</summary>
    public Fact this[long index]
    {
        get
        {
            var (number, course, step) = PlaceOf(index);
            var subject = $"2026-{Lane}{number:00000000}";
            var steps = course < immediate.Length ? immediate[course].Steps : promised[course - immediate.Length].Steps;
            var at = TimeOf(index).ToOffset(TimeSpan.FromHours(8));
            return new Fact(Source, $"{subject}-{step}", subject, at, steps[step]);
        }
    }

    /// <summary>
    /// The first <paramref name="facts"/> in batches, each made when it is asked for, as a source's would be.
    /// </summary>
    public IEnumerable<Fact[]> Batches(long facts, int size)
    {
        for (var first = 0L; first < facts; first += size)
        {
            var batch = new Fact[Math.Min(size, facts - first)];
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = this[first + i];
            }

            yield return batch;
        }
    }
}
