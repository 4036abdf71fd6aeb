namespace Supervision.Core.Jobs;

/// <summary>
/// At which time of the day jobs are due, in the halls' zone. Each follows what it needs: a day is closed before its
/// month, a month before its bulletin.
/// </summary>
public sealed class JobTimes
{
    /// <summary>Day close, of the day before. Default 00:10.</summary>
    public TimeOnly DayClose { get; set; } = new(0, 10);

    /// <summary>Month close, on the 1st. Default 00:30.</summary>
    public TimeOnly MonthClose { get; set; } = new(0, 30);

    /// <summary>Investment report, on its day of the month. Default 08:30.</summary>
    public TimeOnly InvestmentReport { get; set; } = new(8, 30);

    /// <summary>Bulletins, on the 1st. Default 08:00.</summary>
    public TimeOnly Bulletin { get; set; } = new(8, 0);

    /// <summary>Patrol plan, of the day that begins. Default 06:00.</summary>
    public TimeOnly PatrolPlan { get; set; } = new(6, 0);

    /// <summary>Backup. Default 02:00.</summary>
    public TimeOnly Backup { get; set; } = new(2, 0);

    /// <summary>Verification of the journal. Default 03:00.</summary>
    public TimeOnly JournalCheck { get; set; } = new(3, 0);

    /// <summary>Data-quality sweep, of the day before. Default 05:00.</summary>
    public TimeOnly DataQuality { get; set; } = new(5, 0);

    /// <summary>The time of a job.</summary>
    public TimeOnly Of(JobKind job) => job switch
    {
        JobKind.DayClose => DayClose,
        JobKind.MonthClose => MonthClose,
        JobKind.InvestmentReport => InvestmentReport,
        JobKind.MonthBulletin or JobKind.QuarterBulletin or JobKind.YearBulletin => Bulletin,
        JobKind.PatrolPlan => PatrolPlan,
        JobKind.Backup => Backup,
        JobKind.JournalCheck => JournalCheck,
        _ => DataQuality,
    };
}
