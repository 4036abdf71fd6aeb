using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Supervision.Core.Draws;

/// <summary>How objects and inspectors are drawn; frozen with the pool, before the seed is known.</summary>
/// <param name="Strata">The strata, ascending by name; a draw without strata has one, whose name is empty.</param>
/// <param name="Weighted">Whether weights count; without, every object of a stratum is as likely.</param>
/// <param name="PerObject">Inspectors for each object, 0 to <see cref="PerObjectMax"/>; 0 draws no inspectors.</param>
/// <param name="RecuseOwn">Whether nobody inspects the organisation they belong to.</param>
public sealed record DrawRule(
    ImmutableArray<Stratum> Strata, bool Weighted, int PerObject, bool RecuseOwn)
{
    /// <summary>Inspectors for one object, at most.</summary>
    public const int PerObjectMax = 9;

    /// <summary>A draw of some objects out of all, each as likely, with two inspectors for each.</summary>
    public static DrawRule Of(int count, bool weighted = false, int perObject = 2, bool recuseOwn = true) =>
        new([new("", count)], weighted, perObject, recuseOwn);

    /// <summary>Objects drawn in all.</summary>
    [JsonIgnore]
    public int Count => Strata.Sum(stratum => stratum.Count);

    /// <summary>Whether strata ascend by name, each named once.</summary>
    [JsonIgnore]
    public bool IsInOrder => Strata.Zip(Strata.Skip(1)).All(pair =>
        string.CompareOrdinal(pair.First.Name, pair.Second.Name) < 0);
}

/// <summary>A part of a pool that is drawn from by itself.</summary>
/// <param name="Name">Its name; empty in a draw without strata.</param>
/// <param name="Count">How many of its objects are drawn.</param>
public sealed record Stratum(string Name, int Count);

/// <summary>What may be drawn: a window, a case, a department, an intermediary.</summary>
/// <param name="Id">Unique in the pool.</param>
/// <param name="Stratum">Which part of the pool it belongs to; empty where there is one.</param>
/// <param name="Weight">How often it stands in the pool, 1 to <see cref="WeightMax"/>; 1 in a draw without
/// weights.</param>
/// <param name="Organisation">Whose it is; empty when nobody's.</param>
/// <param name="Skills">What whoever inspects it must know.</param>
/// <param name="Related">People and organisations it has to do with, besides its own.</param>
public sealed record PoolObject(
    string Id, string Stratum, int Weight, string Organisation, ImmutableArray<string> Skills,
    ImmutableArray<string> Related)
{
    /// <summary>The largest weight.</summary>
    public const int WeightMax = 1_000_000;

    /// <summary>An object that is nobody's and asks for no skill.</summary>
    public static PoolObject Of(string id, string stratum = "", int weight = 1, string organisation = "") =>
        new(id, stratum, weight, organisation, [], []);
}

/// <summary>Who may be sent.</summary>
/// <param name="Id">Unique among the inspectors.</param>
/// <param name="Organisation">Where they belong; empty when nowhere.</param>
/// <param name="Skills">What they know.</param>
/// <param name="Relations">Objects, people and organisations they declared to have to do with.</param>
/// <param name="Workload">Objects they have to inspect already.</param>
public sealed record Inspector(
    string Id, string Organisation, ImmutableArray<string> Skills, ImmutableArray<string> Relations, int Workload)
{
    /// <summary>Somebody without relations and work.</summary>
    public static Inspector Of(string id, string organisation = "", params ImmutableArray<string> skills) =>
        new(id, organisation, skills, [], 0);
}

/// <summary>What is drawn from: the objects and the inspectors, each in the order of their ids.</summary>
/// <param name="Objects">Ascending by id, in UTF-16 code units.</param>
/// <param name="Inspectors">Likewise.</param>
public sealed record DrawPool(ImmutableArray<PoolObject> Objects, ImmutableArray<Inspector> Inspectors)
{
    /// <summary>Puts both lists in order.</summary>
    public static DrawPool Of(IEnumerable<PoolObject> objects, IEnumerable<Inspector> inspectors) => new(
        Sorted(objects, (one, other) => string.CompareOrdinal(one.Id, other.Id)),
        Sorted(inspectors, (one, other) => string.CompareOrdinal(one.Id, other.Id)));

    /// <summary>Sorted where they stand: there may be a million.</summary>
    private static ImmutableArray<T> Sorted<T>(IEnumerable<T> all, Comparison<T> order)
    {
        var array = all.ToArray();
        Array.Sort(array, order);
        return ImmutableCollectionsMarshal.AsImmutableArray(array);
    }
}

/// <summary>One thing wrong with what is to be drawn from.</summary>
/// <param name="Code">Stable name, used by programs and translations.</param>
/// <param name="Where">The object, inspector or stratum at fault; empty when it is the whole.</param>
/// <param name="Why">What is wrong, and what would be right.</param>
public sealed record DrawFault(string Code, string Where, string Why);
