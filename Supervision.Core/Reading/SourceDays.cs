namespace Supervision.Core.Reading;

/// <summary>What one source sent on one day, by recording time in the halls' zone.</summary>
/// <param name="Source">As facts name it.</param>
/// <param name="Day">The day the system took it.</param>
/// <param name="Facts">Facts taken.</param>
/// <param name="Late">Of these, recorded more than a day after they happened.</param>
/// <param name="GapMinutes">Longest time without a fact before one of that day came, in minutes.</param>
/// <param name="FieldsExpected">Fields that acceptances should have: item, window, department, hall, handler.</param>
/// <param name="FieldsMissing">Of these, the ones that were not there.</param>
/// <param name="LastAt">Recording time of the newest fact.</param>
public sealed record SourceDay(
    string Source, DateOnly Day, long Facts, long Late, long GapMinutes, long FieldsExpected, long FieldsMissing,
    DateTimeOffset LastAt);

/// <summary>Facts that a door turned away.</summary>
/// <param name="Sender">Name of the key.</param>
/// <param name="Day">The day.</param>
/// <param name="Count">How many.</param>
public sealed record RejectedDay(string Sender, DateOnly Day, long Count);

/// <summary>How complete the data of each source is. Safe for concurrent use.</summary>
public interface ISourceDays
{
    /// <summary>Sources by day, the newest day first, then by source.</summary>
    /// <param name="from">First day, inclusive.</param>
    /// <param name="to">Last day, inclusive.</param>
    IReadOnlyList<SourceDay> Find(DateOnly from, DateOnly to);
}
