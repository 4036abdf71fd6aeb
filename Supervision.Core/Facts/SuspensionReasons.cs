using System.Collections.Frozen;

namespace Supervision.Core.Facts;

/// <summary>The eight special procedures whose time is not counted (L45).</summary>
public static class SuspensionReasons
{
    /// <summary>The codes of the feed contract with their Chinese names.</summary>
    public static FrozenDictionary<string, string> Names { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["hearing"] = "听证",
            ["tender"] = "招标",
            ["auction"] = "拍卖",
            ["inspection"] = "检验",
            ["testing"] = "检测",
            ["quarantine"] = "检疫",
            ["appraisal"] = "鉴定",
            ["expertReview"] = "专家评审",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the law names this reason.</summary>
    public static bool IsLegal(string reason) => Names.ContainsKey(reason);
}
