using System.Collections.Immutable;

namespace Supervision.Core.Presence;

/// <summary>A stretch of one local day, in seconds after midnight.</summary>
/// <param name="From">Inclusive, from 0.</param>
/// <param name="To">Exclusive, up to 86 400.</param>
public readonly record struct DaySpan(int From, int To)
{
    /// <summary>Seconds; zero or less when there is nothing in it.</summary>
    public int Length => To - From;
}

/// <summary>Sets of seconds of one day.</summary>
internal static class DaySpans
{
    /// <summary>End of the day, exclusive.</summary>
    public const int DayEnd = 86_400;

    /// <summary>The same seconds in order, without overlaps and empty spans.</summary>
    public static ImmutableArray<DaySpan> Union(IEnumerable<DaySpan> spans)
    {
        var result = ImmutableArray.CreateBuilder<DaySpan>();
        foreach (var span in spans.Where(span => span.Length > 0).OrderBy(span => span.From))
        {
            if (result.Count > 0 && span.From <= result[^1].To)
            {
                result[^1] = result[^1] with { To = Math.Max(result[^1].To, span.To) };
            }
            else
            {
                result.Add(span);
            }
        }

        return result.ToImmutable();
    }

    /// <summary>What of <paramref name="spans"/> is not in <paramref name="without"/>; both as of
    /// <see cref="Union"/>.</summary>
    public static ImmutableArray<DaySpan> Without(ImmutableArray<DaySpan> spans, ImmutableArray<DaySpan> without)
    {
        var result = ImmutableArray.CreateBuilder<DaySpan>();
        foreach (var span in spans)
        {
            var from = span.From;
            foreach (var cut in without)
            {
                if (cut.To > from && cut.From < span.To)
                {
                    Add(new(from, cut.From));
                    from = Math.Max(from, cut.To);
                }
            }

            Add(new(from, span.To));
        }

        return result.ToImmutable();

        void Add(DaySpan span)
        {
            if (span.Length > 0)
            {
                result.Add(span);
            }
        }
    }

    /// <summary>What of <paramref name="spans"/> lies within <paramref name="bounds"/>.</summary>
    public static ImmutableArray<DaySpan> Within(ImmutableArray<DaySpan> spans, DaySpan bounds) =>
        Union(spans.Select(span => new DaySpan(Math.Max(span.From, bounds.From), Math.Min(span.To, bounds.To))));

    /// <summary>Whether a second is in one of them.</summary>
    public static bool Contain(ImmutableArray<DaySpan> spans, int second)
    {
        foreach (var span in spans)
        {
            if (span.From <= second && second < span.To)
            {
                return true;
            }
        }

        return false;
    }
}
