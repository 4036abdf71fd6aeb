using Supervision.Core.Clocks;
using Supervision.Core.Facts;

namespace Supervision.Ingest.Simulation;

/// <summary>即办件: a visitor comes, waits, and leaves with the result.</summary>
internal static class ImmediateCases
{
    private const int MinutesPerHour = 60;
    private const int DefaultLimitMinutes = 30;

    /// <summary>Plans the visit; about one in forty takes longer than the limit.</summary>
    public static void Plan(Course course)
    {
        var dice = course.Dice;
        var limitSeconds = 60 * LimitMinutes(course.Item.Immediate);
        var service = course.Wrong(0.025)
            ? dice.Seconds(limitSeconds + 30, limitSeconds * 2)
            : dice.Seconds(limitSeconds / 8, limitSeconds * 4 / 5);
        var ticket = CaseEndings.Queue(course, service);
        course.Does(new CaseAccepted
        {
            Item = course.Item.Id,
            CaseType = CaseType.Immediate,
            Window = course.Window.Id,
            Department = course.Item.Department,
            Hall = course.Window.Hall,
            Handler = course.Clerk,
            Channel = "window",
            RiskPoints = course.Item.RiskPoints.IsEmpty ? null : course.Item.RiskPoints,
        });
        if (course.Wrong(0.004)) return; // forgotten: it stays open
        CaseEndings.Fee(course);
        course.After(service).Does(new CaseFinished { Outcome = "granted", Handler = course.Clerk });
        CaseEndings.Rate(course, 0.35, ofVisit: true, ticket);
    }

    private static int LimitMinutes(Limit? limit) => limit switch
    {
        { Unit: LimitUnit.Minute } => limit.Amount,
        { Unit: LimitUnit.WorkingHour } => limit.Amount * MinutesPerHour,
        _ => DefaultLimitMinutes,
    };
}
