using System.Collections.Concurrent;
using Supervision.Core.Draws;

namespace Supervision.Web.Draws;

/// <summary>
/// How likely objects of frozen pools are to be drawn: read from the pool once, as neither can change. Safe for
/// concurrent use.
/// </summary>
internal sealed class DrawOdds(DrawDoor door)
{
    private const int KnownMax = 256;

    private readonly ConcurrentDictionary<FrozenDigests, Odds> known = new();

    /// <summary>Of a draw; null before its pool is frozen, and when the pool is missing or damaged.</summary>
    public Odds? Of(DrawState draw)
    {
        if (draw is not { Frozen: { } frozen, Rule: { } rule })
        {
            return null;
        }

        if (known.TryGetValue(frozen, out var found))
        {
            return found;
        }

        if (door.PoolOf(draw) is not { } pool)
        {
            return null;
        }

        if (known.Count >= KnownMax)
        {
            known.Clear();
        }

        return known[frozen] = Odds.Of(rule, pool.Objects);
    }

    /// <summary>Every object of the pool with its probability, and its ticket once there is a seed.</summary>
    public IEnumerable<PoolLine>? Lines(DrawState draw)
    {
        if (Of(draw) is not { } odds || door.PoolOf(draw) is not { } pool)
        {
            return null;
        }

        var tickets = draw.Seed is { } seed ? new Tickets(seed, draw.No) : null;
        var places = draw.Drawn.Index()
            .ToDictionary(one => one.Item.Object, one => one.Index + 1, StringComparer.Ordinal);
        return pool.Objects.Select(one => new PoolLine(
            one, odds.Of(one), tickets?.Of(one.Id).ToString(),
            places.TryGetValue(one.Id, out var place) ? place : null));
    }
}

/// <summary>An object of a frozen pool as a spreadsheet shows it.</summary>
/// <param name="Object">The object.</param>
/// <param name="Probability">0 to 1.</param>
/// <param name="Ticket">Null before the seed is known.</param>
/// <param name="Place">Its place among those drawn; null when it was not.</param>
internal sealed record PoolLine(PoolObject Object, double Probability, string? Ticket, int? Place);
