using System.Text.Json.Serialization;

namespace Supervision.Core.Rules;

/// <summary>What happens to a report whose day is no working day.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WeekendRule>))]
public enum WeekendRule
{
    /// <summary>It goes out on the last working day before.</summary>
    [JsonStringEnumMemberName("before")] Before,
    /// <summary>It goes out on the first working day after.</summary>
    [JsonStringEnumMemberName("after")] After,
    /// <summary>It goes out on that day all the same.</summary>
    [JsonStringEnumMemberName("same")] Same,
}

/// <summary>When reports go out (domain.md section 11).</summary>
/// <param name="InvestmentDay">
/// Day of the month after, 1 to 28, by which the discipline commission has the investment report; default 10 (S3).
/// </param>
/// <param name="Weekend">What happens when that is no working day; default <see cref="WeekendRule.Before"/>.</param>
public sealed record ReportRules(int InvestmentDay, WeekendRule Weekend);
