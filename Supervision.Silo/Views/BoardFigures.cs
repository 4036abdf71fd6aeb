using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Reading;

namespace Supervision.Silo.Views;

/// <summary>Adds cells up to the figures people read. Each figure is defined on <see cref="BoardSnapshot"/>.</summary>
internal static class BoardFigures
{
    /// <summary>The figures of a hall, or of all, as far as a reader may see them.</summary>
    public static BoardSnapshot Of(
        IEnumerable<KeyValuePair<CellKey, BoardCell>> cells, string? hall, ReadingScope? scope,
        ImmutableArray<SourceFigure> sources, DateOnly today, DateTimeOffset asOf) => Of(
        [
            .. cells
                .Where(cell => hall is null || cell.Key.Hall == hall)
                .Where(cell => scope is null || scope.Covers(cell.Key.Hall, cell.Key.Department, window: null))
                .Select(cell => cell.Value),
        ],
        sources, today, asOf);

    /// <summary>The figures of some cells.</summary>
    public static BoardSnapshot Of(
        IReadOnlyList<BoardCell> cells, ImmutableArray<SourceFigure> sources, DateOnly today, DateTimeOffset asOf)
    {
        var todays = cells.Select(cell => cell.Days.GetValueOrDefault(today)).OfType<BoardDay>().ToArray();
        var month = cells
            .SelectMany(cell => cell.Days.Where(day => day.Key.Year == today.Year && day.Key.Month == today.Month))
            .Select(day => day.Value)
            .ToArray();
        var finished = month.Sum(day => day.Finished.Sum());
        var overdueOpen = cells.Sum(cell => cell.OverdueOpen);
        return new BoardSnapshot
        {
            Open = cells.Sum(cell => cell.Open),
            AcceptedToday = todays.Sum(day => day.Accepted.Sum()),
            FinishedToday = todays.Sum(day => day.Finished.Sum()),
            Warnings = OfLevel(AlertLevel.Warning),
            Yellow = OfLevel(AlertLevel.Yellow),
            Red = OfLevel(AlertLevel.Red),
            OverdueOpen = overdueOpen,
            OnTimeRate = new Rate(month.Sum(day => day.OnTime), finished + overdueOpen),
            OnTheSpotRate = new Rate(month.Sum(day => day.OnTheSpot), finished),
            Satisfaction = new Rate(month.Sum(day => day.Satisfied), month.Sum(day => day.Ratings)),
            DefaultRatings = month.Sum(day => day.DefaultRatings),
            Windows = new WindowFigures(
                WindowsIn(WindowStatus.Staffed), WindowsIn(WindowStatus.Paused), WindowsIn(WindowStatus.Unstaffed)),
            OrdersOpen = cells.Sum(cell => cell.OrdersOpen),
            AsOf = asOf,
            Sources = sources,
            Hours = [.. Enumerable.Range(0, 24).Select(hour => new HourFigure(
                hour, todays.Sum(day => day.Accepted[hour]), todays.Sum(day => day.Finished[hour])))],
        };

        long WindowsIn(WindowStatus status) => cells.Sum(cell => cell.Windows[(int)status]);

        long OfLevel(AlertLevel level) => cells.Sum(cell => cell.Levels[(int)level]);
    }
}
