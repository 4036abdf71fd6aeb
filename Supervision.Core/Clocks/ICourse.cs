namespace Supervision.Core.Clocks;

/// <summary>
/// One way a clock runs: where it is due and where its levels are crossed, as wall ticks of the calendar.
/// </summary>
internal interface ICourse
{
    /// <summary>The last wall time that is still in time.</summary>
    long DueWall { get; }

    /// <summary>
    /// The wall time after which <c>used ≥ limit + days</c>; null when the threshold means nothing here.
    /// </summary>
    long? CrossingWall(int days);
}
