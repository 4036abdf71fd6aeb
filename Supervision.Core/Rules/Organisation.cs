using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Supervision.Core.Rules;

/// <summary>Who is where: halls, departments, windows, staff.</summary>
public sealed record Organisation
{
    /// <summary>Name of the city or district.</summary>
    public required string Name { get; init; }
    /// <summary>Halls, branch halls, town centres and village stations by id.</summary>
    public required FrozenDictionary<string, Hall> Halls { get; init; }
    /// <summary>Departments by id.</summary>
    public required FrozenDictionary<string, Department> Departments { get; init; }
    /// <summary>Windows by id.</summary>
    public required FrozenDictionary<string, WindowPost> Windows { get; init; }
    /// <summary>Staff by id.</summary>
    public required FrozenDictionary<string, StaffMember> Staff { get; init; }

    /// <summary>Found once for a set of windows, of whatever copy of an organisation it is.</summary>
    private static readonly ConditionalWeakTable<
        FrozenDictionary<string, WindowPost>, FrozenDictionary<string, ImmutableArray<WindowPost>>> Posts = [];

    /// <summary>The windows somebody holds a post of or stands in at, by id.</summary>
    public ImmutableArray<WindowPost> PostsOf(string staff) =>
        Posts.GetValue(Windows, FindPosts).GetValueOrDefault(staff, []);

    /// <summary>The window somebody holds a post of; of several the first by id, null for none.</summary>
    public WindowPost? PostOf(string staff) => PostsOf(staff).FirstOrDefault(post => post.Staff.Contains(staff));

    private static FrozenDictionary<string, ImmutableArray<WindowPost>> FindPosts(
        FrozenDictionary<string, WindowPost> windows) => windows.Values
        .OrderBy(post => post.Id, StringComparer.Ordinal)
        .SelectMany(post => post.Staff.Concat(post.Substitutes).Distinct(StringComparer.Ordinal)
            .Select(member => (Member: member, Post: post)))
        .GroupBy(pair => pair.Member, pair => pair.Post, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>The halls that report by a source, in the order of their ids.</summary>
    public IEnumerable<string> FedBy(string source) => Halls.Values
        .Where(hall => hall.Sources.Any(known => source == known
            || (source.StartsWith(known, StringComparison.Ordinal) && source[known.Length] == '/')))
        .Select(hall => hall.Id)
        .Order(StringComparer.Ordinal);
}

/// <summary>A place where cases are taken.</summary>
/// <param name="Kind"><c>hall</c>, <c>branch</c>, <c>town</c> or <c>village</c>.</param>
public sealed record Hall(string Id, string Name, string Kind)
{
    /// <summary>
    /// Sources it reports by, or what their names begin with up to a slash; none means that it is not known.
    /// </summary>
    public ImmutableArray<string> Sources { get; init; } = [];
}

/// <summary>A department with windows in the halls.</summary>
public sealed record Department(string Id, string Name);

/// <summary>A window (窗口).</summary>
/// <param name="Kind"><c>independent</c>, <c>comprehensive</c>, <c>timed</c>, <c>fee</c> or <c>intermediary</c>
/// (S2).</param>
/// <param name="Staff">Holders of its posts.</param>
/// <param name="Substitutes">AB岗.</param>
public sealed record WindowPost(
    string Id, string Name, string Hall, string? Department, string Kind,
    ImmutableArray<string> Staff, ImmutableArray<string> Substitutes);

/// <summary>A member of staff.</summary>
public sealed record StaffMember(string Id, string Name, string? Department, string? Hall);
