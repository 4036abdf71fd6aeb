using Supervision.Core.Clocks;
using Supervision.Core.Reading;

namespace Supervision.Web.Api;

/// <summary>One clock as the contract shows it.</summary>
public sealed record ClockAnswer(
    string Name, ClockKind Kind, ClockState State, DateTimeOffset StartedAt, DateTimeOffset DueAt,
    DateTimeOffset? StoppedAt, Convention Convention, Limit? Limit, bool Provisional, string Edition,
    IReadOnlyList<LevelInstant> Levels, IReadOnlyList<ExplainedInterval> Explanation)
{
    internal static ClockAnswer Of(ExplainedClock clock) => Of(clock.Reading, clock.State, clock.Explanation);

    internal static ClockAnswer Of(
        ClockReading reading, ClockState state, IReadOnlyList<ExplainedInterval> explanation) => new(
        reading.Name, reading.Kind, state, reading.StartedAt, reading.DueAt, reading.StoppedAt, reading.Convention,
        reading.Limit, reading.Provisional, reading.Edition, reading.Levels, explanation);
}

/// <summary>Clocks of one case.</summary>
public sealed record ClocksAnswer(IReadOnlyList<ClockAnswer> Clocks);
