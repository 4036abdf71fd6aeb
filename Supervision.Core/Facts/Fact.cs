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
    public UInt128 Identity => identity.Of(this);

    private Memo identity;

    /// <summary>A copy may be given another source or id, so it finds its own identity.</summary>
    private Fact(Fact original) =>
        (Source, Id, Subject, OccurredAt, Data) =
            (original.Source, original.Id, original.Subject, original.OccurredAt, original.Data);

    /// <summary>
    /// The identity once it was asked for: it is needed four times on a fact's way and costs a hash. Equal to any
    /// other, so that facts are equal by what they say.
    /// </summary>
    private struct Memo : IEquatable<Memo>
    {
        private object? known;

        public UInt128 Of(Fact fact) => (UInt128)(known ??= FactIdentity.Of(fact.Source, fact.Id));

        public readonly bool Equals(Memo other) => true;

        public override readonly bool Equals(object? obj) => obj is Memo;

        public override readonly int GetHashCode() => 0;
    }
}
