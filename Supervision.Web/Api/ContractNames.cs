using System.Collections.Frozen;
using System.Text.Json;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using Supervision.Core.Reading;
using Supervision.Core.Scores;

namespace Supervision.Web.Api;

/// <summary>The contract's spellings of enumerations, taken from the types themselves.</summary>
internal static class ContractNames
{
    public static FrozenDictionary<string, AlertLevel> Levels { get; } = Of<AlertLevel>();

    public static FrozenDictionary<string, AlertState> AlertStates { get; } = Of<AlertState>();

    public static FrozenDictionary<string, AlertKind> Kinds { get; } = Of<AlertKind>();

    public static FrozenDictionary<string, CaseStatus> CaseStates { get; } = Of<CaseStatus>();

    public static FrozenDictionary<string, LimitUnit> Units { get; } = Of<LimitUnit>();

    public static FrozenDictionary<string, Convention> Conventions { get; } = Of<Convention>();

    public static FrozenDictionary<string, OrderStatus> OrderStates { get; } = Of<OrderStatus>();

    public static FrozenDictionary<string, OrderSource> OrderSources { get; } = Of<OrderSource>();

    public static FrozenDictionary<string, LadderRung> Rungs { get; } = Of<LadderRung>();

    public static FrozenDictionary<string, DrawStatus> DrawStates { get; } = Of<DrawStatus>();

    public static FrozenDictionary<string, AttendanceStatus> AttendanceStates { get; } = Of<AttendanceStatus>();

    public static FrozenDictionary<string, ScoreOf> Scored { get; } = Of<ScoreOf>();

    private static FrozenDictionary<string, T> Of<T>() where T : struct, Enum =>
        Enum.GetValues<T>().ToFrozenDictionary(
            value => JsonSerializer.SerializeToElement(value).GetString()!, StringComparer.Ordinal);
}
