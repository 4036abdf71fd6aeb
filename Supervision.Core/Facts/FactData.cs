using System.Text.Json;
using System.Text.Json.Serialization;

namespace Supervision.Core.Facts;

/// <summary>
/// What a fact says. One record per type of the feed contract; every field the contract does not mark is optional.
/// </summary>
public abstract record FactData
{
    /// <summary>Fields the contract does not know, kept as they came. Null when there are none.</summary>
    [JsonExtensionData]
    // The serializer cannot fill extension data through init.
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>A person as the journal may know them: never in clear text.</summary>
/// <param name="Hash">Keyed hash (hex) of the identity the source gave; equal people have equal hashes. Null when
/// unknown.</param>
/// <param name="Masked">What a page may show, such as <c>王*</c>.</param>
public sealed record PersonMark(string? Hash, string Masked);

/// <summary>The four case types (S1): 即办件, 承诺件, 联办件, 上报件.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseType>))]
public enum CaseType
{
    /// <summary>承诺件: finished within a promised limit. The default.</summary>
    [JsonStringEnumMemberName("promised")] Promised,

    /// <summary>即办件: finished on the spot, measured in minutes of office hours.</summary>
    [JsonStringEnumMemberName("immediate")] Immediate,

    /// <summary>联办件: several departments together (45 + 15 working days, L42).</summary>
    [JsonStringEnumMemberName("joint")] Joint,

    /// <summary>上报件: passed to a higher authority.</summary>
    [JsonStringEnumMemberName("referred")] Referred,
}

/// <summary>The result of a decision.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    /// <summary>Permission given.</summary>
    [JsonStringEnumMemberName("granted")] Granted,

    /// <summary>Permission denied.</summary>
    [JsonStringEnumMemberName("denied")] Denied,
}
