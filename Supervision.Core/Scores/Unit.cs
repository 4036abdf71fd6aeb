using System.Text.Json.Serialization;

namespace Supervision.Core.Scores;

/// <summary>What is scored and ranked against its like.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScoreOf>))]
public enum ScoreOf
{
    /// <summary>窗口.</summary>
    [JsonStringEnumMemberName("window")] Window,
    /// <summary>部门.</summary>
    [JsonStringEnumMemberName("department")] Department,
    /// <summary>Halls and branch halls (大厅、分厅).</summary>
    [JsonStringEnumMemberName("hall")] Hall,
    /// <summary>Members of staff: of a case, its handler.</summary>
    [JsonStringEnumMemberName("staff")] Staff,
    /// <summary>Town centres and village stations (便民服务中心).</summary>
    [JsonStringEnumMemberName("town")] Town,
    /// <summary>The way cases came in; no unit that anybody leads, so it has no honours.</summary>
    [JsonStringEnumMemberName("channel")] Channel,
}

/// <summary>One scored unit.</summary>
/// <param name="Of">What kind it is.</param>
/// <param name="Id">As feeds name it.</param>
public readonly record struct ScoreUnit(ScoreOf Of, string Id);
