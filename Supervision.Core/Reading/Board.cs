using System.Collections.Immutable;

namespace Supervision.Core.Reading;

/// <summary>A share, always with what it was computed from. Never typed in.</summary>
/// <param name="Numerator">From 0 to <paramref name="Denominator"/>.</param>
/// <param name="Denominator">0 when there is nothing to judge yet.</param>
public readonly record struct Rate(long Numerator, long Denominator)
{
    /// <summary>A rating of this score and more is satisfied: 基本满意 and better.</summary>
    public const int SatisfiedMin = 3;

    /// <summary>Between 0 and 1; null when there is nothing to judge yet.</summary>
    public double? Value => Denominator == 0 ? null : (double)Numerator / Denominator;

    /// <summary>Its 95 % interval (Wilson); null when there is nothing to judge yet.</summary>
    public Interval? Interval => Wilson.Of(Numerator, Denominator);
}

/// <summary>The live figures of one scope at one moment.</summary>
public sealed record BoardSnapshot
{
    /// <summary>Cases accepted and not finished.</summary>
    public required long Open { get; init; }
    /// <summary>Cases accepted today, by event time in the hall's zone.</summary>
    public required long AcceptedToday { get; init; }
    /// <summary>Cases finished today.</summary>
    public required long FinishedToday { get; init; }
    /// <summary>Open cases whose highest standing card is a warning.</summary>
    public required long Warnings { get; init; }
    /// <summary>Open cases whose highest standing card is yellow.</summary>
    public required long Yellow { get; init; }
    /// <summary>Open cases whose highest standing card is red.</summary>
    public required long Red { get; init; }
    /// <summary>Open cases past their promised or statutory limit.</summary>
    public required long OverdueOpen { get; init; }
    /// <summary>Finished in time this month ÷ (finished this month + open overdue).</summary>
    public required Rate OnTimeRate { get; init; }
    /// <summary>Finished this month on the day of acceptance ÷ finished this month.</summary>
    public required Rate OnTheSpotRate { get; init; }
    /// <summary>Ratings of 3 to 5 this month ÷ ratings this month, defaults apart.</summary>
    public required Rate Satisfaction { get; init; }
    /// <summary>Default ratings this month, in neither part of <see cref="Satisfaction"/>.</summary>
    public long DefaultRatings { get; init; }
    /// <summary>Windows by presence.</summary>
    public required WindowFigures Windows { get; init; }
    /// <summary>Supervision orders not closed.</summary>
    public required long OrdersOpen { get; init; }
    /// <summary>The engine's now when this was taken.</summary>
    public required DateTimeOffset AsOf { get; init; }
    /// <summary>Every source with its last fact, newest first.</summary>
    public required ImmutableArray<SourceFigure> Sources { get; init; }
    /// <summary>Today by hour of the hall's day: accepted and finished.</summary>
    public required ImmutableArray<HourFigure> Hours { get; init; }
}

/// <summary>Windows by presence.</summary>
public sealed record WindowFigures(long Staffed, long Paused, long Unstaffed);

/// <summary>A source and when it last spoke.</summary>
/// <param name="Source">As facts name it.</param>
/// <param name="LastFactAt">Event time of its newest fact.</param>
/// <param name="LastRecordedAt">Recording time of its last fact.</param>
/// <param name="Facts">Facts recorded from it.</param>
public sealed record SourceFigure(string Source, DateTimeOffset LastFactAt, DateTimeOffset LastRecordedAt, long Facts);

/// <summary>One hour of today.</summary>
public sealed record HourFigure(int Hour, long Accepted, long Finished);

/// <summary>The live figures. Safe for concurrent use.</summary>
public interface IBoard
{
    /// <summary>The figures of one hall, or of everything when <paramref name="hall"/> is null.</summary>
    /// <param name="hall">The hall.</param>
    /// <param name="scope">
    /// Halls and departments to count; null means all. Figures are not kept by window: windows in it count nothing.
    /// </param>
    BoardSnapshot Current(string? hall = null, ReadingScope? scope = null);

    /// <summary>Raised after figures changed, on a worker thread; handlers return at once.</summary>
    event Action? Changed;
}
