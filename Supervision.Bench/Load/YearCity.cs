using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Scores;
using Supervision.Ingest.Simulation;

namespace Supervision.Bench.Load;

/// <summary>
/// The generated city through the months of a year that is over, always the same. It is read once, month by month, and
/// counts what it tells. Not safe for concurrent use.
/// </summary>
/// <param name="casesPerDay">Cases on an average working day.</param>
internal sealed class YearCity(int casesPerDay)
{
    /// <summary>Documents speak of 80 to 95 % (S0, S2).</summary>
    private const double ImmediateShare = 0.95;

    private readonly CityFeed feed = FeedOf(casesPerDay);
    private readonly HashSet<string> cases = new(StringComparer.Ordinal);
    private DateTimeOffset told = StartOf(First);

    /// <summary>The first month.</summary>
    public static Period First { get; } = Period.Of(2025, 1);

    /// <summary>Facts told so far.</summary>
    public long Facts { get; private set; }

    /// <summary>Cases they are about.</summary>
    public int Cases => cases.Count;

    /// <summary>
    /// What happened since the month before was told, until a day after the end of this one: then it is over.
    /// </summary>
    public IEnumerable<Fact> Through(Period month)
    {
        var from = told;
        told = StartOf(month.Plus(1)).AddDays(1);
        foreach (var fact in feed.History(from, told))
        {
            Facts++;
            if (Deciders.StreamOf(fact) is { Kind: EntityKind.Case } stream)
            {
                cases.Add(stream.Key);
            }

            yield return fact;
        }
    }

    private static CityFeed FeedOf(int casesPerDay)
    {
        var book = CityRules.Read();
        var calendars = HallCalendars.Create(HolidayBook.Embedded, book.Hours, book.HallHours, book.Zone);
        return new(
            book, calendars.Common.IsWorkingDay,
            new CityFeedOptions { CasesPerDay = casesPerDay, ImmediateShare = ImmediateShare });
    }

    private static DateTimeOffset StartOf(Period month) =>
        new(month.First.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
}
