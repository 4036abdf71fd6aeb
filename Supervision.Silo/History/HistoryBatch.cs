using System.Globalization;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Complaints;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Ratings;
using Supervision.Core.Staff;

namespace Supervision.Silo.History;

/// <summary>
/// The rows that follow from some entries of the journal, table by table; of each key the newest alone. Not safe for
/// concurrent use.
/// </summary>
/// <param name="calendar">Tells days and counts working days.</param>
internal sealed class HistoryBatch(WorkCalendar calendar)
{
    private readonly HistoryRows rows = new(calendar);
    private readonly Dictionary<HistoryTable, Dictionary<string, object?[]>> byTable = [];

    /// <summary>What there is to write; the order of tables does not matter.</summary>
    public IEnumerable<(HistoryTable Table, IReadOnlyCollection<object?[]> Rows)> Tables =>
        byTable.Select(table => (table.Key, (IReadOnlyCollection<object?[]>)table.Value.Values));

    /// <summary>Takes an entry over; entries come in the order of the journal.</summary>
    public void Add(JournalEntry entry)
    {
        for (var ordinal = 0; ordinal < entry.Turn.Events.Length; ordinal++)
        {
            Add(entry, ordinal, entry.Turn.Events[ordinal]);
        }
    }

    private void Add(JournalEntry entry, int ordinal, DomainEvent @event)
    {
        switch (@event)
        {
            case FactRecorded e:
                Put(HistoryTables.Facts, rows.Of(entry, ordinal, e.Fact, e.RecordedAt));
                break;
            case CaseMoved e:
                Move(HistoryTables.Cases, entry, e.Before, e.After, rows.Of);
                break;
            case RatingMoved e:
                Move(HistoryTables.Ratings, entry, e.Before, e.Mark.Row, HistoryRows.Of);
                break;
            case OrderMoved e:
                Move(HistoryTables.Orders, entry, e.Before, e.After, rows.Of);
                break;
            case AttendanceMoved e:
                Move(HistoryTables.Attendance, entry, e.Before, e.After, HistoryRows.Of);
                break;
            case ComplaintMoved e:
                Move(HistoryTables.Complaints, entry, e.Before, e.After, rows.Of);
                break;
            default:
                if (rows.Of(entry, ordinal, @event) is { } change)
                {
                    Put(HistoryTables.AlertChanges, change);
                }

                break;
        }
    }

    /// <summary>What was counted under another key, such as another month, is gone there.</summary>
    private void Move<TRow>(
        HistoryTable table, JournalEntry entry, TRow? before, TRow after, Func<TRow, IEnumerable<VersionedRow>> of)
        where TRow : class
    {
        VersionedRow[] now = [.. of(after)];
        foreach (var row in before is null ? [] : of(before))
        {
            if (!now.Any(one => one.Key.SequenceEqual(row.Key)))
            {
                Put(table, [.. row.Key, entry.Sequence, 1, .. row.Values]);
            }
        }

        foreach (var row in now)
        {
            Put(table, [.. row.Key, entry.Sequence, 0, .. row.Values]);
        }
    }

    private void Put(HistoryTable table, object?[] row)
    {
        if (!byTable.TryGetValue(table, out var ofTable))
        {
            byTable[table] = ofTable = new(StringComparer.Ordinal);
        }

        var key = string.Join('\n', row.Take(table.KeyColumns).Select(
            value => Convert.ToString(value, CultureInfo.InvariantCulture)));
        ofTable[key] = row;
    }
}
