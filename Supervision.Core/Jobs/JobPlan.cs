using Supervision.Core.Calendars;
using Supervision.Core.Rules;

namespace Supervision.Core.Jobs;

/// <summary>When each job is due, and for which periods. Pure.</summary>
public static class JobPlan
{
    /// <summary>Every job, in the order of a day's work.</summary>
    public static IReadOnlyList<JobKind> All { get; } = Enum.GetValues<JobKind>();

    /// <summary>How long a job's periods are.</summary>
    public static CycleUnit UnitOf(JobKind job) => job switch
    {
        JobKind.MonthClose or JobKind.InvestmentReport or JobKind.MonthBulletin => CycleUnit.Month,
        JobKind.QuarterBulletin => CycleUnit.Quarter,
        JobKind.YearBulletin => CycleUnit.Year,
        _ => CycleUnit.Day,
    };

    /// <summary>
    /// Whether somebody may have it done again after it was done: nothing is issued, closed or sent by it.
    /// </summary>
    public static bool IsRepeatable(JobKind job) =>
        job is JobKind.DayClose or JobKind.PatrolPlan or JobKind.Backup or JobKind.JournalCheck or JobKind.DataQuality;

    /// <summary>
    /// Periods that are made up for after an outage, at most. A copy or a check of now is worth nothing twice, so of
    /// those only the latest.
    /// </summary>
    public static int CatchUpMax(JobKind job) => job switch
    {
        JobKind.Backup or JobKind.JournalCheck or JobKind.PatrolPlan => 1,
        _ => UnitOf(job) switch { CycleUnit.Day => 62, CycleUnit.Month => 24, CycleUnit.Quarter => 8, _ => 3 },
    };

    /// <summary>When a job is due for a period.</summary>
    /// <param name="job">The job.</param>
    /// <param name="period">Of the job's own unit.</param>
    /// <param name="times">Times of the day.</param>
    /// <param name="reports">Day of the investment report and what happens on days off.</param>
    /// <param name="calendar">Says which days are working days.</param>
    public static DateTimeOffset DueAt(
        JobKind job, Cycle period, JobTimes times, ReportRules reports, WorkCalendar calendar)
    {
        var day = job switch
        {
            JobKind.PatrolPlan => period.First,
            JobKind.InvestmentReport => ReportDay(period.End, reports, calendar),
            _ => period.End,
        };
        return Presence.LocalDays.Instant(day, (int)times.Of(job).ToTimeSpan().TotalSeconds, calendar);
    }

    /// <summary>The newest period that is due, inclusive of this instant.</summary>
    public static Cycle LatestDue(
        JobKind job, DateTimeOffset now, JobTimes times, ReportRules reports, WorkCalendar calendar)
    {
        var period = Cycle.Of(UnitOf(job), calendar.DateOf(now)).Next;
        while (DueAt(job, period, times, reports, calendar) > now)
        {
            period = period.Previous;
        }

        return period;
    }

    /// <summary>
    /// The day of a month on which the investment report goes out. Is the day of the rule book no working day, then by
    /// <see cref="WeekendRule.Before"/> the last working day before, so that it is there by that day (S3); before that
    /// month it never is.
    /// </summary>
    /// <param name="month">A day of the month after the report's.</param>
    /// <param name="rules">The day and the rule.</param>
    /// <param name="calendar">Says which days are working days.</param>
    public static DateOnly ReportDay(DateOnly month, ReportRules rules, WorkCalendar calendar)
    {
        var day = new DateOnly(month.Year, month.Month, rules.InvestmentDay);
        if (calendar.IsWorkingDay(day) || rules.Weekend == WeekendRule.Same)
        {
            return day;
        }

        var moved = rules.Weekend == WeekendRule.Before
            ? calendar.AddWorkingDays(day, -1)
            : calendar.NextWorkingDayOnOrAfter(day);
        return moved.Month == day.Month ? moved : day;
    }
}
