using Supervision.Core.Calendars;
using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

/// <summary>
/// Working days by number, and moments within the office hours of a hall. Keeps one number per day it was asked about.
/// Not safe for concurrent use.
/// </summary>
internal sealed class CityTime(RuleBook book, Func<DateOnly, bool> isWorkingDay)
{
    private const int DaysWithoutWorkMax = 60;

    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(book.Zone);
    private readonly Dictionary<DateOnly, bool> known = [];

    /// <summary>An instant of a local day and time.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new(local, zone.GetUtcOffset(local));
    }

    /// <summary>An instant as the halls' clocks show it.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    /// <summary>Whether the halls work on a day.</summary>
    public bool IsWorkingDay(DateOnly day)
    {
        if (!known.TryGetValue(day, out var working)) known[day] = working = isWorkingDay(day);
        return working;
    }

    /// <summary>The working day a number of working days later; 0 is the day itself or the next that works.</summary>
    /// <exception cref="InvalidOperationException">The calendar has no working day for two months.</exception>
    public DateOnly AddWorkingDays(DateOnly day, int count)
    {
        var idle = 0;
        while (!IsWorkingDay(day)) day = Next(day, ref idle);
        for (var left = count; left > 0; left--)
        {
            idle = 0;
            do day = Next(day, ref idle); while (!IsWorkingDay(day));
        }

        return day;
    }

    /// <summary>Office hours of a hall.</summary>
    public OfficeHours Hours(string hall) => book.HallHours.GetValueOrDefault(hall, book.Hours);

    /// <summary>A moment of office hours, likelier early in each segment: that is when people come.</summary>
    public DateTimeOffset Arrival(DateOnly day, string hall, Dice dice) =>
        Moment(day, hall, dice, (dice.Unit() + dice.Unit() * dice.Unit()) / 2);

    /// <summary>Any moment of office hours.</summary>
    public DateTimeOffset AnyMoment(DateOnly day, string hall, Dice dice) => Moment(day, hall, dice, dice.Unit());

    /// <summary>Opening of the hall.</summary>
    public DateTimeOffset Opening(DateOnly day, string hall) => At(day, Hours(hall).Segments[0].From);

    /// <summary>Close of business of the hall.</summary>
    public DateTimeOffset Close(DateOnly day, string hall) => At(day, Hours(hall).Segments[^1].To);

    private DateTimeOffset Moment(DateOnly day, string hall, Dice dice, double share)
    {
        var segments = Hours(hall).Segments;
        var segment = segments[dice.Below(segments.Length)];
        var seconds = (int)((segment.To - segment.From).TotalSeconds * share);
        return At(day, segment.From).AddSeconds(seconds);
    }

    private static DateOnly Next(DateOnly day, ref int idle) => ++idle <= DaysWithoutWorkMax
        ? day.AddDays(1)
        : throw new InvalidOperationException($"There is no working day for {DaysWithoutWorkMax} days before {day}.");
}
