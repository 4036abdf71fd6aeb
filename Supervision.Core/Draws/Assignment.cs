using System.Collections.Immutable;

namespace Supervision.Core.Draws;

/// <summary>Who may inspect what: decided before the seed is known.</summary>
internal static class Eligibility
{
    /// <summary>Inspectors who may inspect an object, in the order of their ids.</summary>
    public static IEnumerable<Inspector> Of(
        DrawRule rule, ImmutableArray<Inspector> inspectors, PoolObject one) =>
        inspectors.Where(inspector => May(rule, inspector, one));

    private static bool May(DrawRule rule, Inspector inspector, PoolObject one) =>
        !(rule.RecuseOwn && one.Organisation.Length > 0 && inspector.Organisation == one.Organisation)
        && !inspector.Relations.Contains(one.Id)
        && !(one.Organisation.Length > 0 && inspector.Relations.Contains(one.Organisation))
        && !one.Related.Contains(inspector.Id)
        && !inspector.Relations.Any(relation => one.Related.Contains(relation))
        && one.Skills.All(skill => inspector.Skills.Contains(skill));
}

/// <summary>
/// Gives each drawn object its inspectors, in the order objects were drawn: the smallest tickets among those who have
/// at most one object more than whoever of them has the least, so that work is shared and still nobody can tell.
/// </summary>
internal sealed class Assignment(DrawRule rule, ImmutableArray<Inspector> inspectors, Tickets tickets)
{
    private const int Slack = 1;

    private readonly Dictionary<string, int> work = inspectors.ToDictionary(
        inspector => inspector.Id, inspector => inspector.Workload, StringComparer.Ordinal);

    /// <summary>Who is sent to an object; adds to their work.</summary>
    public ImmutableArray<string> For(PoolObject one)
    {
        if (rule.PerObject == 0)
        {
            return [];
        }

        Inspector[] eligible = [.. Eligibility.Of(rule, inspectors, one)];
        var least = eligible.Min(inspector => work[inspector.Id]);
        ImmutableArray<string> chosen =
        [
            .. eligible
                .OrderBy(inspector => Math.Max(least + Slack, work[inspector.Id]))
                .ThenBy(inspector => tickets.Of(one.Id, inspector.Id))
                .Take(rule.PerObject).Select(inspector => inspector.Id),
        ];
        foreach (var id in chosen)
        {
            work[id]++;
        }

        return chosen;
    }
}
