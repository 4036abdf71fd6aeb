using System.Text.Json.Serialization;

namespace Supervision.Core.Facts;

/// <summary>
/// One observation from a source: what happened, to which subject, when. A fact is never refused for what it says;
/// what contradicts the rules becomes a finding.
/// </summary>
/// <param name="Source">Who observed it, a URI reference; together with <paramref name="Id"/> the identity of the
/// fact.</param>
/// <param name="Id">The source's own number of the observation; unique within the source, for ever.</param>
/// <param name="Subject">The case, window, staff member, complaint or source the fact is about.</param>
/// <param name="OccurredAt">Event time: when it happened, with the offset the source gave.</param>
/// <param name="Data">What happened; its record type is the fact's type.</param>
public sealed record Fact(
    string Source, string Id, string Subject, DateTimeOffset OccurredAt,
    [property: JsonConverter(typeof(FactDataConverter))] FactData Data)
{
    /// <summary>The contract's name of the type, such as <c>case.accepted</c>.</summary>
    [JsonIgnore]
    public string Type => FactTypes.NameOf(Data);

    /// <summary>The key under which the journal remembers (source, id).</summary>
    [JsonIgnore]
    public UInt128 Identity => FactIdentity.Of(Source, Id);
}
