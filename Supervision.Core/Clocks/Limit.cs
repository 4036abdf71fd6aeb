using System.Text.Json.Serialization;

namespace Supervision.Core.Clocks;

/// <summary>What one unit of a limit is. Which one "天" means is an attribute of the rule, never guessed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LimitUnit>))]
public enum LimitUnit
{
    /// <summary>工作日: a day on which the hall works, by the calendar (L82).</summary>
    [JsonStringEnumMemberName("workingDay")] WorkingDay,

    /// <summary>自然日.</summary>
    [JsonStringEnumMemberName("calendarDay")] CalendarDay,

    /// <summary>月: 31 January plus one month is the last day of February.</summary>
    [JsonStringEnumMemberName("month")] Month,

    /// <summary>工作小时: an hour of office hours.</summary>
    [JsonStringEnumMemberName("workingHour")] WorkingHour,

    /// <summary>分钟: a minute of office hours.</summary>
    [JsonStringEnumMemberName("minute")] Minute,
}

/// <summary>How time runs against a limit (domain.md section 3).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Convention>))]
public enum Convention
{
    /// <summary>
    /// A: the day of the start is not counted, due at the close of business of the last day (民法典 201, 203).
    /// </summary>
    [JsonStringEnumMemberName("statutory")] Statutory,

    /// <summary>B: 24-hour days from the second of the start, whole non-working days removed.</summary>
    [JsonStringEnumMemberName("elapsed")] Elapsed,
}

/// <summary>An amount of time by law or promise.</summary>
/// <param name="Amount">From 1 to 10 000 inclusive.</param>
/// <param name="Unit">What one of the amount is.</param>
public sealed record Limit(int Amount, LimitUnit Unit)
{
    /// <summary>The largest amount a rule or a fact may name.</summary>
    public const int AmountMax = 10_000;
}
