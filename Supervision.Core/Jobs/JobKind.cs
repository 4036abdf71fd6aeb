using System.Text.Json.Serialization;

namespace Supervision.Core.Jobs;

/// <summary>What is done once for every period of its own.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobKind>))]
public enum JobKind
{
    /// <summary>日结: the figures of a day, as they stood when it was over.</summary>
    [JsonStringEnumMemberName("dayClose")] DayClose,
    /// <summary>月结: scores and rankings of a month.</summary>
    [JsonStringEnumMemberName("monthClose")] MonthClose,
    /// <summary>投资项目报告 (S3).</summary>
    [JsonStringEnumMemberName("investmentReport")] InvestmentReport,
    /// <summary>月通报.</summary>
    [JsonStringEnumMemberName("monthBulletin")] MonthBulletin,
    /// <summary>季通报 (S3).</summary>
    [JsonStringEnumMemberName("quarterBulletin")] QuarterBulletin,
    /// <summary>年通报 (S3).</summary>
    [JsonStringEnumMemberName("yearBulletin")] YearBulletin,
    /// <summary>巡查计划: what a day owes.</summary>
    [JsonStringEnumMemberName("patrolPlan")] PatrolPlan,
    /// <summary>备份.</summary>
    [JsonStringEnumMemberName("backup")] Backup,
    /// <summary>日志校验.</summary>
    [JsonStringEnumMemberName("journalCheck")] JournalCheck,
    /// <summary>数据质量.</summary>
    [JsonStringEnumMemberName("dataQuality")] DataQuality,
}

/// <summary>How a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobRunState>))]
public enum JobRunState
{
    /// <summary>Begun and not ended.</summary>
    [JsonStringEnumMemberName("running")] Running,
    /// <summary>Done.</summary>
    [JsonStringEnumMemberName("done")] Done,
    /// <summary>It came to nothing, and may be tried again.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}
