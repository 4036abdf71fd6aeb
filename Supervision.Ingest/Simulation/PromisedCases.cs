using System.Collections.Immutable;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

/// <summary>承诺件, 联办件, 上报件: acceptance, stages, decision, finish, delivery, and what goes wrong on the way.</summary>
internal static class PromisedCases
{
    /// <summary>Plans the course of one case.</summary>
    public static void Plan(Course course)
    {
        if (!CaseEntrance.Pass(course)) return;
        var dice = course.Dice;
        if (course.Wrong(0.006))
        {
            // Accepted and finished in one breath: the work was done off the book.
            Decide(course.After(dice.Seconds(4, 12)), course.Clerk);
            course.After(dice.Seconds(2, 10)).Does(new CaseFinished { Outcome = "granted", Handler = course.Clerk });
            return;
        }

        CaseEndings.Fee(course);
        var pace = CasePace.Draw(course);
        if (!Work(course, pace)) return;
        var lastStage = course.Item.Stages.LastOrDefault(stage => !stage.Handlers.IsEmpty);
        Decide(course, course.Wrong(0.015) ? course.Clerk : Authorised(course, lastStage));
        if (course.Wrong(0.004)) return; // decided, never closed in the system: it stays open
        course.After(dice.Seconds(60, 5400)).Does(new CaseFinished { Outcome = "granted", Handler = course.Clerk });
        CaseEndings.Rate(course, 0.25, ofVisit: false);
        CaseEndings.Deliver(course);
    }

    /// <summary>Goes through the stages.</summary>
    /// <returns>Whether the case came to a decision; otherwise it ended, or stands still, where it is.</returns>
    private static bool Work(Course course, CasePace pace)
    {
        var dice = course.Dice;
        var stages = Order(course);
        var skipped = course.Wrong(0.012) && stages.Length > 1 ? dice.Below(stages.Length) : -1;
        var halt = pace.Ends ? stages.Length : dice.Below(stages.Length + 1);
        for (var i = 0; i < stages.Length; i++)
        {
            if (i == halt) break;
            if (i == skipped || (!stages[i].Required && dice.Chance(0.4))) continue;
            var handler = Authorised(course, stages[i]);
            course.Does(new CaseStageEntered
            {
                Stage = stages[i].Name,
                Handler = handler,
                Department = course.Item.Department,
            });
            if (i == 1) CaseInterruptions.Draw(course, pace);
            course.AfterWorkingDays(pace.DaysOf(i, stages)).Does(new CaseStageCompleted
            {
                Stage = stages[i].Name,
                Handler = handler,
                Department = course.Item.Department,
                Opinion = "符合条件",
            });
            course.After(dice.Seconds(60, 1200));
        }

        if (pace.Ends) return true;
        if (pace.Withdrawn) course.After(dice.Seconds(60, 7200)).Does(new CaseWithdrawn { Handler = course.Clerk });
        return false;
    }

    private static ImmutableArray<StageRule> Order(Course course)
    {
        var stages = course.Item.Stages;
        if (stages.Length < 3 || !course.Wrong(0.006)) return stages;
        return stages.SetItem(1, stages[2]).SetItem(2, stages[1]);
    }

    private static string? Authorised(Course course, StageRule? stage)
    {
        if (stage is null || stage.Handlers.IsEmpty) return course.Clerk;
        if (course.Wrong(0.006)) return course.Dice.Pick(course.Map.Staff).Id;
        var isFirst = stage.Name == course.Item.Stages[0].Name;
        return isFirst && stage.Handlers.Any(handler => handler == course.Clerk)
            ? course.Clerk
            : course.Dice.Pick(stage.Handlers);
    }

    private static void Decide(Course course, string? handler)
    {
        var denied = course.Dice.Chance(0.03);
        course.Does(new CaseDecided
        {
            Outcome = denied ? Outcome.Denied : Outcome.Granted,
            Handler = handler,
            Reason = denied && !course.Wrong(0.3) ? "经审查不符合法定条件" : null,
        });
    }

    /// <summary>Working days a limit means to whoever plans by it.</summary>
    internal static int WorkingDays(Limit? limit) => limit switch
    {
        null => 5,
        { Unit: LimitUnit.CalendarDay } => Math.Max(1, limit.Amount * 5 / 7),
        { Unit: LimitUnit.Month } => limit.Amount * 21,
        { Unit: LimitUnit.WorkingHour or LimitUnit.Minute } => 1,
        _ => limit.Amount,
    };
}
