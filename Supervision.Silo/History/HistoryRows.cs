using System.Text.Json;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Reading;

namespace Supervision.Silo.History;

/// <summary>
/// A row of a table that keeps the newest version of each key. Its sequence and whether it is gone are added when it
/// is written.
/// </summary>
/// <param name="Key">Values of the key's columns.</param>
/// <param name="Values">Values of the columns after <c>gone</c>.</param>
internal readonly record struct VersionedRow(object[] Key, object?[] Values);

/// <summary>What the rows of the history store say. Pure: the same row gives the same values, for ever.</summary>
/// <param name="calendar">Tells days and counts working days.</param>
internal sealed class HistoryRows(WorkCalendar calendar)
{
    /// <summary>Stands for a month nobody knows; the first a <c>Date</c> of the store can hold.</summary>
    private static readonly DateOnly NoMonth = new(1970, 1, 1);

    /// <summary>Last day a <c>Date</c> of the store can hold.</summary>
    private static readonly DateOnly LastDay = new(2149, 6, 6);

    public IEnumerable<VersionedRow> Of(CaseRow row)
    {
        var due = row.PromisedDueAt is null || row.StatutoryDueAt < row.PromisedDueAt
            ? row.StatutoryDueAt
            : row.PromisedDueAt;
        return
        [
            new([MonthOf(row.AcceptedAt ?? row.ReceivedAt ?? row.EndedAt), row.No],
            [
                Spell(row.State), Spell(row.CaseType), Text(row.Item), Text(row.Hall), Text(row.Department),
                Text(row.Window), Text(row.Handler), Text(row.Channel), row.ReceivedAt, row.AcceptedAt, row.EndedAt,
                row.PromisedDueAt, row.StatutoryDueAt, DayOf(row.AcceptedAt), DayOf(row.EndedAt), DayOf(due),
                WorkingDays(row, row.PromisedDueAt), WorkingDays(row, row.StatutoryDueAt), row.Overdue,
                row.Level is { } level ? Spell(level) : "",
            ]),
        ];
    }

    public static IEnumerable<VersionedRow> Of(RatingRow row) =>
    [
        new([MonthOf(row.Day), row.Id],
        [
            Held(row.Day), row.At, row.Score, row.IsDefault, row.Named, Text(row.Channel), Text(row.Item),
            Text(row.Hall), Text(row.Department), Text(row.Window), Text(row.Staff), row.CallbackDueAt, row.CalledAt,
        ]),
    ];

    public IEnumerable<VersionedRow> Of(OrderRow row) =>
    [
        new([MonthOf(row.IssuedAt), row.No],
        [
            Spell(row.Source), Spell(row.State), row.Code, row.Subject,
            row.Severity is { } severity ? Spell(severity) : "", Spell(row.Rung), Text(row.Unit.Hall),
            Text(row.Unit.Department), Text(row.Unit.Window), Text(row.Person), row.Causes, DayOf(row.IssuedAt),
            row.IssuedAt, row.DueAt, row.EndedAt,
        ]),
    ];

    public static IEnumerable<VersionedRow> Of(AttendanceRow row) => row.Halves.Select((half, i) => new VersionedRow(
        [MonthOf(row.Date), row.Staff, Held(row.Date), i],
        [Spell(half.Status), Text(row.Hall), Text(row.Department)]));

    public IEnumerable<VersionedRow> Of(ComplaintRow row) =>
    [
        new([MonthOf(row.FiledAt), row.No],
        [
            Text(row.Class), Text(row.Hall), Text(row.Department), Text(row.Window), DayOf(row.FiledAt),
            row.FiledAt, row.AnsweredAt, row.DueAt, row.Overdue, row.Level is { } level ? Spell(level) : "",
        ]),
    ];

    /// <summary>An event of an entry that says something of a card or finding; null when it says nothing.</summary>
    public object?[]? Of(JournalEntry entry, int ordinal, DomainEvent @event) => @event switch
    {
        AlertRaised e => Change(entry, ordinal, e.Alert.Key, "raised", e.Alert.At, Raised(entry.Turn.Stream, e)),
        AlertRestored e => Change(entry, ordinal, e.Key, "restored", e.At),
        AlertMovedInTime e => Change(entry, ordinal, e.Key, "moved", e.At),
        AlertRevoked e => Change(entry, ordinal, e.Key, "revoked", null),
        AlertWaived e => Change(entry, ordinal, e.Key, "waived", null),
        _ => null,
    };

    public object?[] Of(JournalEntry entry, int ordinal, Fact fact, DateTimeOffset recordedAt) =>
    [
        MonthOf(recordedAt), fact.Type, entry.Sequence, ordinal, fact.Source, fact.Subject, fact.OccurredAt,
        recordedAt, DayOf(fact.OccurredAt), DayOf(recordedAt),
    ];

    /// <summary>The texts that only the raising of an alert carries.</summary>
    private static string[] Raised(StreamId stream, AlertRaised raised) =>
    [
        Spell(raised.Alert.Kind), Spell(raised.Alert.Level), Text(raised.Alert.Clock), raised.Alert.Code, stream.Key,
        Text(raised.Place.Item), Text(raised.Place.Hall), Text(raised.Place.Department), Text(raised.Place.Window),
        stream.Kind == EntityKind.Staff ? stream.Key : Text(raised.Place.Staff),
    ];

    private object?[] Change(
        JournalEntry entry, int ordinal, string key, string change, DateTimeOffset? at, string[]? raised = null) =>
    [
        MonthOf(entry.Turn.RecordedAt), entry.Sequence, ordinal, $"{entry.Turn.Stream}:{key}", change,
        .. raised ?? ["", "", "", "", "", "", "", "", "", ""], entry.Turn.RecordedAt, at, DayOf(at),
    ];

    /// <summary>As scores count them: null unless both limits are known.</summary>
    private int? WorkingDays(CaseRow row, DateTimeOffset? due) =>
        row is { AcceptedAt: { } acceptedAt, PromisedDueAt: not null, StatutoryDueAt: not null }
            ? Math.Max(0, calendar.WorkingDaysBetween(calendar.DateOf(acceptedAt), calendar.DateOf(due!.Value)))
            : null;

    private DateOnly MonthOf(DateTimeOffset? at) => at is { } known ? MonthOf(calendar.DateOf(known)) : NoMonth;

    private static DateOnly MonthOf(DateOnly day)
    {
        var held = Held(day);
        return new(held.Year, held.Month, 1);
    }

    private DateOnly? DayOf(DateTimeOffset? at) => at is { } known ? Held(calendar.DateOf(known)) : null;

    /// <summary>A day the store can hold; beyond, the nearest one.</summary>
    private static DateOnly Held(DateOnly day) => day < NoMonth ? NoMonth : day > LastDay ? LastDay : day;

    private static string Text(string? text) => text ?? "";

    /// <summary>As the contract spells it.</summary>
    private static string Spell<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
