using System.Collections.Immutable;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>What differs between two snapshots, as the <c>delta</c> message of the hub carries it.</summary>
public static class BoardDelta
{
    /// <summary>
    /// The top-level fields of <paramref name="after"/> that differ, under the names of <c>GET /api/board</c>. Values
    /// are absolute, so applying a delta twice does no harm.
    /// </summary>
    public static IReadOnlyDictionary<string, object> Between(BoardSnapshot before, BoardSnapshot after)
    {
        var changes = new Dictionary<string, object>(StringComparer.Ordinal);
        Compare("open", before.Open, after.Open);
        Compare("acceptedToday", before.AcceptedToday, after.AcceptedToday);
        Compare("finishedToday", before.FinishedToday, after.FinishedToday);
        Compare("warnings", before.Warnings, after.Warnings);
        Compare("yellow", before.Yellow, after.Yellow);
        Compare("red", before.Red, after.Red);
        Compare("overdueOpen", before.OverdueOpen, after.OverdueOpen);
        Compare("onTimeRate", before.OnTimeRate, after.OnTimeRate);
        Compare("onTheSpotRate", before.OnTheSpotRate, after.OnTheSpotRate);
        Compare("satisfaction", before.Satisfaction, after.Satisfaction);
        Compare("defaultRatings", before.DefaultRatings, after.DefaultRatings);
        Compare("windows", before.Windows, after.Windows);
        Compare("ordersOpen", before.OrdersOpen, after.OrdersOpen);
        Compare("asOf", before.AsOf, after.AsOf);
        CompareList("sources", before.Sources, after.Sources);
        CompareList("hours", before.Hours, after.Hours);
        return changes;

        void Compare<T>(string name, T old, T current) where T : notnull
        {
            if (!EqualityComparer<T>.Default.Equals(old, current))
            {
                changes[name] = current;
            }
        }

        void CompareList<T>(string name, ImmutableArray<T> old, ImmutableArray<T> current)
        {
            if (!old.AsSpan().SequenceEqual(current.AsSpan()))
            {
                changes[name] = current;
            }
        }
    }
}
