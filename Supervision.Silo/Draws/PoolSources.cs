using System.Collections.Frozen;
using System.Collections.Immutable;
using Supervision.Core.Draws;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Silo.Views;

namespace Supervision.Silo.Draws;

/// <summary>Which objects a pool holds; what is null does not narrow.</summary>
/// <param name="Kind">What to draw from; lists are uploaded and come from nowhere else.</param>
/// <param name="Hall">Only of this hall.</param>
/// <param name="Department">Only of this department.</param>
/// <param name="Grade">Of cases: only those whose item has a risk point of this grade (A, B or C).</param>
/// <param name="From">Of cases: accepted from then on.</param>
/// <param name="Until">Of cases: accepted before then.</param>
/// <param name="StrataBy">What makes the strata: <c>hall</c>, <c>department</c> or <c>kind</c>; null makes one.</param>
public sealed record PoolSelection(
    DrawKind Kind, string? Hall = null, string? Department = null, string? Grade = null, DateTimeOffset? From = null,
    DateTimeOffset? Until = null, string? StrataBy = null);

/// <summary>Makes pools of what the system supervises now.</summary>
public sealed class PoolSources(IRuleShelf rules, ViewDatabase views)
{
    /// <summary>Objects of a pool at most; beyond, narrow the selection.</summary>
    public const int ObjectsMax = 1_000_000;

    /// <summary>The objects a selection holds, at most one more than <see cref="ObjectsMax"/>.</summary>
    public IReadOnlyList<PoolObject> Find(PoolSelection selection)
    {
        var organisation = rules.Current.Organisation;
        var candidates = selection.Kind switch
        {
            DrawKind.Windows => organisation.Windows.Values.Where(post => !IsIntermediary(post)).Select(Of),
            DrawKind.Intermediaries => organisation.Windows.Values.Where(IsIntermediary).Select(Of),
            DrawKind.Departments => organisation.Departments.Values.Select(one =>
                new Candidate(one.Id, null, one.Id, "", one.Id, [])),
            DrawKind.Halls => organisation.Halls.Values.Select(one =>
                new Candidate(one.Id, one.Id, null, one.Kind, one.Id, [])),
            DrawKind.Cases => CasesOf(selection),
            _ => [],
        };
        return
        [
            .. candidates
                .Where(one => selection.Hall is null || one.Hall == selection.Hall)
                .Where(one => selection.Department is null || one.Department == selection.Department)
                .Select(one => new PoolObject(
                    one.Id, StratumOf(one, selection.StrataBy), 1, one.Organisation, [], one.Related))
                .Take(ObjectsMax + 1),
        ];
    }

    private static bool IsIntermediary(WindowPost post) => post.Kind == "intermediary";

    private static Candidate Of(WindowPost post) => new(
        post.Id, post.Hall, post.Department, post.Kind, post.Department ?? post.Hall,
        [.. post.Staff.Concat(post.Substitutes).Distinct(StringComparer.Ordinal)]);

    /// <summary>Cases by acceptance, whose item has a risk point of the grade.</summary>
    private List<Candidate> CasesOf(PoolSelection selection)
    {
        var items = rules.Current.Items.Values
            .Where(item => selection.Grade is null || item.RiskPoints.Any(code =>
                rules.Current.RiskPoints.TryGetValue(code, out var point) && point.Grade == selection.Grade))
            .Select(item => item.Id).ToFrozenSet(StringComparer.Ordinal);
        return views.Read(reader =>
        {
            using var select = reader.Prepare("SELECT row FROM cases WHERE sort >= ?1 AND sort < ?2 ORDER BY sort, no");
            select.Bind(1, selection.From?.UtcTicks ?? 0).Bind(2, selection.Until?.UtcTicks ?? long.MaxValue);
            List<Candidate> found = [];
            while (found.Count <= ObjectsMax && select.Step())
            {
                var row = CasesView.Decode(select.Blob(0));
                if (row.Item is { } item && items.Contains(item))
                {
                    found.Add(new(
                        row.No, row.Hall, row.Department, "", row.Department ?? row.Hall ?? "",
                        row.Handler is { } handler ? [handler] : []));
                }
            }

            return found;
        });
    }

    private static string StratumOf(Candidate one, string? by) => by switch
    {
        "hall" => one.Hall ?? "",
        "department" => one.Department ?? "",
        "kind" => one.Kind,
        _ => "",
    };

    private sealed record Candidate(
        string Id, string? Hall, string? Department, string Kind, string Organisation, ImmutableArray<string> Related);
}
