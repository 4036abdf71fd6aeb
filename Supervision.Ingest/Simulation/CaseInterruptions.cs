using Supervision.Core.Facts;

namespace Supervision.Ingest.Simulation;

/// <summary>Special procedures (L45) and extensions (L42) in the course of a case.</summary>
internal static class CaseInterruptions
{
    private static readonly string[] Reasons = [.. SuspensionReasons.Names.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Perhaps suspends the case, perhaps extends its limit.</summary>
    public static void Draw(Course course, CasePace pace)
    {
        if (pace.Promised >= 5 && course.Dice.Chance(0.06)) Suspend(course);
        else if (pace.Days > pace.Promised && course.Dice.Chance(0.3)) Extend(course);
    }

    /// <summary>Who decides the last stage may also approve what happens on the way.</summary>
    private static string? Chief(Course course) =>
        course.Item.Stages is [.., { Handlers: [var chief, ..] }] ? chief : course.Clerk;

    private static void Suspend(Course course)
    {
        var dice = course.Dice;
        var days = dice.Between(3, 12);
        var reason = course.Wrong(0.05) ? "领导外出" : dice.Pick(Reasons);
        var notice = course.Wrong(0.08) ? null : $"特{course.At:yyyyMMdd}{dice.Between(1, 9999):0000}";
        var approver = Chief(course);
        course.After(dice.Seconds(600, 7200)).Does(
            new CaseSuspended { Reason = reason, Notice = notice, Days = days, Approver = approver });
        var away = course.Wrong(0.12) ? days + dice.Between(1, 4) : dice.Between(1, days);
        course.AfterWorkingDays(away).Does(new CaseResumed { Reason = reason, Notice = notice, Approver = approver });
        course.After(dice.Seconds(60, 1800));
    }

    private static void Extend(Course course)
    {
        var days = course.Item.CaseType == CaseType.Joint ? 15 : 10;
        course.After(course.Dice.Seconds(600, 7200)).Does(new CaseExtended
        {
            Days = course.Wrong(0.1) ? days + 5 : days,
            Approver = course.Wrong(0.1) ? null : Chief(course),
            Reason = "案情复杂，需进一步核实",
        });
        course.After(course.Dice.Seconds(60, 1800));
    }
}
