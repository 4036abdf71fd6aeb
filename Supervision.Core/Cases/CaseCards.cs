using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;

namespace Supervision.Core.Cases;

/// <summary>Words a card: which limit, which instant, by which calendar.</summary>
internal static class CaseCards
{
    public static Alert Of(ClockReading reading, LevelInstant level) => new(
        AlertKind.Card, level.Level, reading.Name, level.At < reading.DueAt ? "due.soon" : "overdue", level.At,
        Because(reading));

    private static string Because(ClockReading reading)
    {
        var limit = reading.Limit is { } l
            ? string.Create(CultureInfo.InvariantCulture, $"{l.Amount} {UnitName(l.Unit)}")
            : "given by the source";
        return string.Create(CultureInfo.InvariantCulture,
            $"limit {limit}; started {reading.StartedAt:O}; due {reading.DueAt:O}; calendar {reading.Edition}");
    }

    private static string UnitName(LimitUnit unit) => unit switch
    {
        LimitUnit.WorkingDay => "working days",
        LimitUnit.CalendarDay => "calendar days",
        LimitUnit.Month => "months",
        LimitUnit.WorkingHour => "working hours",
        _ => "minutes of office hours",
    };
}
