using System.Collections.Immutable;
using Supervision.Core.Draws;
using Supervision.Core.Reading;
using Supervision.Silo.Draws;

namespace Supervision.Web.Draws;

/// <summary>What somebody sends to plan a draw.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Kind">What it draws from.</param>
/// <param name="Selection">In words, which objects the pool holds.</param>
/// <param name="Parties">Who gives the seed, in order.</param>
/// <param name="Beacon">A round of a public beacon; null for none.</param>
/// <param name="RevealMinutes">How long parties have to reveal; a day when left out.</param>
/// <param name="Previous">Number of the draw that it repeats.</param>
/// <param name="Reason">Why it repeats it.</param>
/// <param name="BeaconAt">Takes quicknet's first round from this instant on, in place of <c>beacon</c>.</param>
/// <param name="For">What it is made for in the yearly plan.</param>
internal sealed record PlanBody(
    string? Title = null, DrawKind? Kind = null, string? Selection = null, IReadOnlyList<PartyBody?>? Parties = null,
    BeaconRound? Beacon = null, int? RevealMinutes = null, string? Previous = null, string? Reason = null,
    DateTimeOffset? BeaconAt = null, DrawDuty? For = null);

/// <summary>A party.</summary>
/// <param name="Name">Name in the record.</param>
/// <param name="Account">Name somebody signs in with.</param>
internal sealed record PartyBody(string? Name, string? Account);

/// <summary>What a party sends: its commitment, or later its secret.</summary>
internal sealed record ShareBody(string? Commitment = null, string? Secret = null);

/// <summary>What a round of the beacon was.</summary>
internal sealed record BeaconBody(string? Randomness, string? Signature);

/// <summary>Why a draw comes to nothing.</summary>
internal sealed record ReasonBody(string? Reason);

/// <summary>Who is replaced for which object, and why.</summary>
internal sealed record ReplaceBody(string? Object, string? Inspector, string? Reason);

/// <summary>What was found at an object.</summary>
/// <param name="Object">Which.</param>
/// <param name="Failed">Points of the checklist that do not hold.</param>
/// <param name="Words">What was seen.</param>
internal sealed record InspectBody(string? Object, IReadOnlyList<string>? Failed, string? Words);

/// <summary>What is to be frozen: how is drawn, and from what.</summary>
/// <param name="Rule">How.</param>
/// <param name="Selection">Which objects of the plan's kind; null means all of them.</param>
/// <param name="Objects">The objects themselves, for a list; null takes the selection.</param>
/// <param name="Inspectors">Who may be sent; null means every inspector and spot-checker who can sign in.</param>
internal sealed record FreezeBody(
    RuleBody? Rule = null, SelectionBody? Selection = null, IReadOnlyList<ObjectBody?>? Objects = null,
    IReadOnlyList<InspectorBody?>? Inspectors = null);

/// <summary>How is drawn.</summary>
/// <param name="Count">Objects to draw, in a draw without strata.</param>
/// <param name="Strata">Objects to draw of each stratum.</param>
/// <param name="Percent">Share of each stratum to draw, above 0 to 100; a part of an object counts as one.</param>
internal sealed record RuleBody(
    int? Count = null, IReadOnlyDictionary<string, int>? Strata = null, decimal? Percent = null, bool Weighted = false,
    int PerObject = 2, bool RecuseOwn = true)
{
    /// <summary>The rule for a pool; null when it says no number, or several.</summary>
    public DrawRule? Read(DrawPool pool) => (Count, Strata, Percent) switch
    {
        ({ } count, null, null) => Of([new("", count)]),
        (null, { } strata, null) => Of(strata.Select(pair => new Stratum(pair.Key, pair.Value))),
        (null, null, { } percent and > 0 and <= 100) => Of(pool.Objects
            .CountBy(one => one.Stratum, StringComparer.Ordinal)
            .Select(pair => new Stratum(pair.Key, (int)Math.Ceiling(pair.Value * percent / 100)))),
        _ => null,
    };

    private DrawRule Of(IEnumerable<Stratum> strata) => new(
        [.. strata.OrderBy(stratum => stratum.Name, StringComparer.Ordinal)], Weighted, PerObject, RecuseOwn);
}

/// <summary>Which objects; what is left out does not narrow.</summary>
internal sealed record SelectionBody(
    string? Hall = null, string? Department = null, string? Grade = null, DateTimeOffset? From = null,
    DateTimeOffset? Until = null, string? StrataBy = null)
{
    /// <summary>The same, of a kind.</summary>
    public PoolSelection Of(DrawKind kind) => new(kind, Hall, Department, Grade, From, Until, StrataBy);
}

/// <summary>An object of a list.</summary>
internal sealed record ObjectBody(
    string? Id, string? Stratum = null, int? Weight = null, string? Organisation = null,
    IReadOnlyList<string?>? Skills = null, IReadOnlyList<string?>? Related = null)
{
    /// <summary>As a pool holds it.</summary>
    public PoolObject Read() => new(
        Id ?? "", Stratum ?? "", Weight ?? 1, Organisation ?? "", [.. (Skills ?? []).OfType<string>()],
        [.. (Related ?? []).OfType<string>()]);
}

/// <summary>Somebody who may be sent.</summary>
internal sealed record InspectorBody(
    string? Id, string? Organisation = null, IReadOnlyList<string?>? Skills = null,
    IReadOnlyList<string?>? Relations = null, int? Workload = null)
{
    /// <summary>As a pool holds it.</summary>
    public Inspector Read() => new(
        Id ?? "", Organisation ?? "", [.. (Skills ?? []).OfType<string>()], [.. (Relations ?? []).OfType<string>()],
        Workload ?? 0);
}

/// <summary>One draw as everybody may see it; what a party keeps secret is not here before it reveals it.</summary>
/// <param name="Draw">As lists show it.</param>
/// <param name="Selection">In words, which objects the pool holds.</param>
/// <param name="Parties">Who gives the seed, and what they gave so far.</param>
/// <param name="BeaconRound">The beacon's round as it was planned.</param>
/// <param name="Beacon">Its value.</param>
/// <param name="Rule">How is drawn.</param>
/// <param name="Hashes">What was frozen.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Drawn">What was drawn.</param>
/// <param name="Amendments">Inspectors replaced.</param>
/// <param name="Results">What was found.</param>
internal sealed record DrawFile(
    DrawRow Draw, string Selection, ImmutableArray<PartyShare> Parties, BeaconRound? BeaconRound, BeaconRecord? Beacon,
    DrawRule? Rule, FrozenDigests? Hashes, string? Seed, ImmutableArray<Drawn> Drawn,
    ImmutableArray<Amendment> Amendments, ImmutableArray<Inspected> Results)
{
    /// <summary>Of a draw that was planned.</summary>
    public static DrawFile Of(DrawState draw) => new(
        draw.Row!, draw.Plan!.Selection, draw.Shares, draw.Plan.Beacon, draw.Beacon, draw.Rule, draw.Frozen, draw.Seed,
        draw.Drawn, draw.Amendments, draw.Results);
}
