using System.Collections.Immutable;
using Supervision.Core.Cases;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Reading;

namespace Supervision.Core.Receipts;

/// <summary>Why the expected day of a case moved.</summary>
/// <param name="At">When the system knew.</param>
/// <param name="From">The instant expected before.</param>
/// <param name="To">The instant expected since.</param>
/// <param name="Why">
/// Type of the fact that moved it, such as <c>case.extended</c>; <c>calendar</c> when the calendar did.
/// </param>
/// <param name="Reason">The legal reason of a suspension, by code; null for anything else.</param>
public sealed record ReceiptMove(
    DateTimeOffset At, DateTimeOffset From, DateTimeOffset To, string Why, string? Reason);

/// <summary>
/// What an applicant learns of a case by its receipt: nothing about any person, no number, no free text of anybody.
/// </summary>
/// <param name="Code">The receipt.</param>
/// <param name="State">Where the case stands.</param>
/// <param name="Item">Service item, by id.</param>
/// <param name="Hall">Hall, by id.</param>
/// <param name="Department">Department, by id.</param>
/// <param name="AcceptedAt">When it was accepted; null before.</param>
/// <param name="ExpectedAt">When it is to be finished; null while nothing was promised.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="Clock">The clock by which it is expected, with its explanation; null when there is none.</param>
/// <param name="Moves">Each time the expected day moved, oldest first.</param>
public sealed record Receipt(
    string Code, CaseStatus State, string? Item, string? Hall, string? Department, DateTimeOffset? AcceptedAt,
    DateTimeOffset? ExpectedAt, DateTimeOffset? EndedAt, ExplainedClock? Clock, ImmutableArray<ReceiptMove> Moves)
{
    /// <summary>The receipt of a case.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="file">The case as staff see it.</param>
    /// <param name="entries">Its stream, oldest first.</param>
    public static Receipt Of(string code, CaseFile file, IReadOnlyList<JournalEntry> entries)
    {
        var row = file.Case;
        var clock = ClockOf(file, ClockKind.Promised) ?? ClockOf(file, ClockKind.Statutory)
            ?? ClockOf(file, ClockKind.Immediate);
        return new(
            code, row.State, row.Item, row.Hall, row.Department, row.AcceptedAt, clock?.Reading.DueAt, row.EndedAt,
            clock, [.. entries.SelectMany(MovesOf)]);
    }

    private static ExplainedClock? ClockOf(CaseFile file, ClockKind kind) =>
        file.Clocks.FirstOrDefault(clock => clock.Reading.Kind == kind);

    private static IEnumerable<ReceiptMove> MovesOf(JournalEntry entry)
    {
        foreach (var moved in entry.Turn.Events.OfType<CaseMoved>())
        {
            if (Expected(moved.Before) is { } from && Expected(moved.After) is { } to && from != to)
            {
                var fact = entry.Turn.Events.OfType<FactRecorded>().FirstOrDefault()?.Fact;
                yield return new(
                    entry.Turn.RecordedAt, from, to, fact?.Type ?? "calendar", fact?.Data switch
                    {
                        CaseSuspended { Reason: var reason } when SuspensionReasons.IsLegal(reason) => reason,
                        CaseResumed { Reason: var reason } when SuspensionReasons.IsLegal(reason) => reason,
                        _ => null,
                    });
            }
        }
    }

    private static DateTimeOffset? Expected(CaseRow? row) => row?.PromisedDueAt ?? row?.StatutoryDueAt;
}
