using System.Text.Json.Serialization;

namespace Supervision.Core.Alerts;

/// <summary>How serious an alert is. What colour a level has is a separate setting: cities differ.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertLevel>))]
public enum AlertLevel
{
    /// <summary>提醒.</summary>
    [JsonStringEnumMemberName("reminder")] Reminder,

    /// <summary>预警: before the limit.</summary>
    [JsonStringEnumMemberName("warning")] Warning,

    /// <summary>黄牌.</summary>
    [JsonStringEnumMemberName("yellow")] Yellow,

    /// <summary>红牌.</summary>
    [JsonStringEnumMemberName("red")] Red,
}

/// <summary>Whether an alert is a card (a limit was crossed) or a finding (something else is wrong).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertKind>))]
public enum AlertKind
{
    /// <summary>A limit of a clock was crossed.</summary>
    [JsonStringEnumMemberName("card")] Card,

    /// <summary>Another rule was broken (domain.md section 5).</summary>
    [JsonStringEnumMemberName("finding")] Finding,
}

/// <summary>Where an alert stands. Nothing is deleted: a disproved alert is revoked by a reversal entry.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertState>))]
public enum AlertState
{
    /// <summary>Raised and standing.</summary>
    [JsonStringEnumMemberName("open")] Open,

    /// <summary>Raised and confirmed by a person.</summary>
    [JsonStringEnumMemberName("confirmed")] Confirmed,

    /// <summary>Disproved by late truth or an upheld appeal.</summary>
    [JsonStringEnumMemberName("revoked")] Revoked,
}

/// <summary>
/// A card or a finding about one subject. At most one exists per (subject, kind, clock, level, code), for ever.
/// </summary>
/// <param name="Kind">Card or finding.</param>
/// <param name="Level">How serious.</param>
/// <param name="Clock">Name of the clock whose limit was crossed; null for a finding.</param>
/// <param name="Code">What was found, such as <c>overdue</c> or <c>stage.skipped</c>; stable, used by rules and
/// translations.</param>
/// <param name="At">Event time: the instant the limit was crossed, or the fact that proves the finding.</param>
/// <param name="Because">The figures and facts behind it, in words for a reader of the journal.</param>
public sealed record Alert(
    AlertKind Kind, AlertLevel Level, string? Clock, string Code, DateTimeOffset At, string Because)
{
    /// <summary>What tells this alert from every other of its subject.</summary>
    [JsonIgnore]
    public string Key { get; } = Kind == AlertKind.Card ? $"{Clock}.{LevelName(Level)}" : Code;

    /// <summary>The contract's spelling of a level.</summary>
    public static string LevelName(AlertLevel level) => level switch
    {
        AlertLevel.Reminder => "reminder",
        AlertLevel.Warning => "warning",
        AlertLevel.Yellow => "yellow",
        _ => "red",
    };
}
