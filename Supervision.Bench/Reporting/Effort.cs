using System.Diagnostics;

namespace Supervision.Bench.Reporting;

/// <summary>
/// How long something took, how much processor time it cost this process, how much of the time everything stood still
/// for the garbage collector, and what was allocated. On a busy machine only the first says nothing.
/// </summary>
internal readonly record struct Effort(TimeSpan Elapsed, TimeSpan Processor, TimeSpan Paused, long AllocatedBytes)
{
    /// <summary>Begins to measure.</summary>
    public static Meter Begin() => new(
        Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(),
        GC.GetTotalAllocatedBytes());

    /// <summary>The shorter of two.</summary>
    public static Effort Best(Effort? one, Effort other) =>
        one is { } first && first.Elapsed <= other.Elapsed ? first : other;

    internal readonly record struct Meter(long Timestamp, TimeSpan Processor, TimeSpan Paused, long AllocatedBytes)
    {
        public Effort End() => new(
            Stopwatch.GetElapsedTime(Timestamp), Environment.CpuUsage.TotalTime - Processor,
            GC.GetTotalPauseDuration() - Paused, GC.GetTotalAllocatedBytes() - AllocatedBytes);
    }
}
