using Supervision.Core.Draws;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Draws;

namespace Supervision.Web.Draws;

/// <summary>
/// Statistics over the newest draws, counted again once there are others. Pools that were lost, and those beyond
/// <see cref="ObjectsMax"/> objects in all, are left out.
/// </summary>
internal sealed class DrawFigures(IDrawList draws, IEngine engine, PoolStore pools)
{
    /// <summary>Objects counted at most, over all pools.</summary>
    public const int ObjectsMax = 200_000;

    private const int RowsPerPage = 1000;

    private (string Newest, DrawStatistics Figures) known = ("", new DrawStatistics(0, []));

    /// <summary>The figures as they are now.</summary>
    public async Task<DrawStatistics> CountAsync(CancellationToken cancellationToken)
    {
        var rows = Carried().ToArray();
        var newest = string.Join(' ', rows.Select(row => row.No));
        if (known.Newest != newest)
        {
            List<(DrawRule, DrawPool, System.Collections.Immutable.ImmutableArray<Drawn>)> all = [];
            foreach (var row in rows)
            {
                var found = await engine.ReadAsync(new StreamId(EntityKind.Draw, row.No), cancellationToken);
                if (found?.State is DrawState { Rule: { } rule, Frozen: { } frozen } draw
                    && pools.Open(frozen) is { } pool)
                {
                    all.Add((rule, pool.Whole(), draw.Drawn));
                }
            }

            known = (newest, DrawStatistics.Of(all));
        }

        return known.Figures;
    }

    private IEnumerable<DrawRow> Carried()
    {
        var objects = 0;
        return draws.Find(new DrawQuery(Limit: RowsPerPage)).Items
            .Where(row => row.DrawnAt is not null)
            .TakeWhile(row => (objects += row.Objects) <= ObjectsMax);
    }
}
