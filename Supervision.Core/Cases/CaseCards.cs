using System.Globalization;
using System.Text.Json;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;

namespace Supervision.Core.Cases;

/// <summary>Words a card: which limit, which instant, by which calendar.</summary>
internal static class CaseCards
{
    public static Alert Of(ClockReading reading, LevelInstant level) => new(
        AlertKind.Card, level.Level, reading.Name, level.At < reading.DueAt ? "due.soon" : "overdue", level.At,
        Because.Of(
            ("limit", LimitOf(reading.Limit)), ("startedAt", Because.Instant(reading.StartedAt)),
            ("dueAt", Because.Instant(reading.DueAt)), ("calendar", reading.Edition)));

    private static string LimitOf(Limit? limit) => limit is null
        ? "bySource"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{limit.Amount} {JsonNamingPolicy.CamelCase.ConvertName(limit.Unit.ToString())}");
}
