using Supervision.Core.Reading;

namespace Supervision.Web.Api;

/// <summary>One case as the contract shows it.</summary>
/// <param name="Receipt">The code by which the applicant finds it at <c>/public/cases</c>.</param>
public sealed record CaseAnswer(
    string Receipt, CaseRow Case, IReadOnlyList<TimelineAnswer> Timeline, IReadOnlyList<ClockAnswer> Clocks,
    IReadOnlyList<AlertRow> Alerts)
{
    internal static CaseAnswer Of(CaseFile file, string receipt) => new(
        receipt, file.Case, [.. file.Timeline.Select(TimelineAnswer.Of)], [.. file.Clocks.Select(ClockAnswer.Of)],
        file.Alerts);
}

/// <summary>One line of a case's history as the contract shows it.</summary>
/// <param name="Data">What the fact said; null for an alert.</param>
public sealed record TimelineAnswer(
    long Sequence, string Change, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string? Type, string? Source,
    string? Id, object? Data, string? Alert, string? Because)
{
    internal static TimelineAnswer Of(TimelineLine line) => new(
        line.Sequence, line.Change, line.OccurredAt, line.RecordedAt, line.Fact?.Type, line.Fact?.Source, line.Fact?.Id,
        line.Fact?.Data, line.Alert?.Key, line.Because);
}
