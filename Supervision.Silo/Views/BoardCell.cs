using System.Text.Json;
using System.Text.Json.Serialization;
using Supervision.Core.Alerts;
using Supervision.Core.Reading;

namespace Supervision.Silo.Views;

/// <summary>
/// The figures of one department in one hall as sums over its cases: a case that moves is taken away as it was and
/// added as it is, so every figure costs the same whatever the number of cases.
/// </summary>
public sealed class BoardCell
{
    /// <summary>Days kept: the month before this one and this one, whichever day it is.</summary>
    public const int DaysKept = 62;

    /// <summary>Accepted and not ended.</summary>
    public long Open { get; set; }

    /// <summary>Open cases past a limit.</summary>
    public long OverdueOpen { get; set; }

    /// <summary>Supervision orders that have not ended.</summary>
    public long OrdersOpen { get; set; }

    /// <summary>Windows by presence, in the order of <see cref="WindowStatus"/>.</summary>
    public long[] Windows { get; set; } = new long[5];

    /// <summary>Open cases by highest standing card, in the order of <see cref="AlertLevel"/>.</summary>
    public long[] Levels { get; set; } = new long[4];

    /// <summary>Flow by day of event time.</summary>
    public SortedDictionary<DateOnly, BoardDay> Days { get; set; } = [];

    /// <summary>Reads the stored form back.</summary>
    public static BoardCell Read(string text) => JsonSerializer.Deserialize(text, BoardJson.Default.BoardCell)!;

    /// <summary>Adds a case (+1) or takes it away (−1).</summary>
    /// <param name="row">The case.</param>
    /// <param name="sign">+1 or −1.</param>
    /// <param name="dayOf">Day and hour of an instant in the hall's zone.</param>
    public void Count(CaseRow row, int sign, Func<DateTimeOffset, (DateOnly Day, int Hour)> dayOf)
    {
        if (row.AcceptedAt is { } acceptedAt)
        {
            var (day, hour) = dayOf(acceptedAt);
            if (DayAt(day) is { } cell)
            {
                cell.Accepted[hour] += sign;
            }
        }

        if (row is { IsFinished: true, EndedAt: { } endedAt })
        {
            CountFinished(row, endedAt, sign, dayOf);
        }

        if (row is { AcceptedAt: not null, EndedAt: null })
        {
            Open += sign;
            OverdueOpen += row.Overdue ? sign : 0;
            if (row.Level is { } level)
            {
                Levels[(int)level] += sign;
            }
        }
    }

    /// <summary>Adds a window (+1) or takes it away (−1).</summary>
    public void Count(WindowRow row, int sign) => Windows[(int)row.State] += sign;

    /// <summary>Adds a rating (+1) or takes it away (−1).</summary>
    public void Count(RatingRow row, int sign)
    {
        if (DayAt(row.Day) is not { } cell)
        {
            return;
        }

        cell.DefaultRatings += row.IsDefault ? sign : 0;
        cell.Ratings += row.IsDefault ? 0 : sign;
        cell.Satisfied += row.IsSatisfied ? sign : 0;
    }

    private void CountFinished(
        CaseRow row, DateTimeOffset endedAt, int sign, Func<DateTimeOffset, (DateOnly Day, int Hour)> dayOf)
    {
        var (day, hour) = dayOf(endedAt);
        if (DayAt(day) is not { } cell)
        {
            return;
        }

        cell.Finished[hour] += sign;
        cell.OnTime += row.IsOnTime ? sign : 0;
        cell.OnTheSpot += row.IsOnTheSpot(instant => dayOf(instant).Day) ? sign : 0;
    }

    /// <summary>The day's cell; null for a day so old that it was dropped.</summary>
    private BoardDay? DayAt(DateOnly day)
    {
        if (Days.TryGetValue(day, out var cell))
        {
            return cell;
        }

        if (Days.Count >= DaysKept)
        {
            var oldest = Days.First().Key;
            if (day < oldest)
            {
                return null;
            }

            Days.Remove(oldest);
        }

        Days.Add(day, cell = new BoardDay());
        return cell;
    }
}

/// <summary>Whose figures a cell holds; empty where a case names none.</summary>
internal readonly record struct CellKey(string Hall, string Department);

/// <summary>Flow of one day, by hour where a wall draws it.</summary>
public sealed class BoardDay
{
    /// <summary>Accepted, by hour.</summary>
    public long[] Accepted { get; set; } = new long[24];

    /// <summary>Finished, by hour.</summary>
    public long[] Finished { get; set; } = new long[24];

    /// <summary>Finished within every limit.</summary>
    public long OnTime { get; set; }

    /// <summary>Finished on the day of acceptance.</summary>
    public long OnTheSpot { get; set; }

    /// <summary>Ratings somebody gave.</summary>
    public long Ratings { get; set; }

    /// <summary>Of these, of a score that is satisfied.</summary>
    public long Satisfied { get; set; }

    /// <summary>Default ratings.</summary>
    public long DefaultRatings { get; set; }
}

/// <summary>Stored form of board cells.</summary>
[JsonSerializable(typeof(BoardCell))]
internal sealed partial class BoardJson : JsonSerializerContext;
