using Supervision.Core.Facts;

namespace Supervision.Ingest.Simulation;

/// <summary>What every case may have beside its course: queueing, fees, delivery, a rating.</summary>
internal static class CaseEndings
{
    private static readonly string[] BadWords = ["等候时间过长", "多次补充材料", "工作人员态度冷淡", "窗口无人", "未一次性告知"];

    /// <summary>The visitor's ticket at a hall with a queue machine, around the service that starts now.</summary>
    /// <returns>The ticket; null where there is no queue machine.</returns>
    public static string? Queue(Course course, TimeSpan service)
    {
        if (course.Map.Sources.Approval(course.Window.Hall).StartsWith("/towns", StringComparison.Ordinal)) return null;
        var (dice, window, queue) = (course.Dice, course.Window.Id, course.Map.Sources.Queue);
        var ticket = $"{(char)('A' + dice.Below(6))}{dice.Between(1, 400):000}";
        course.Reports(queue, window, -dice.Seconds(60, 2400), new QueueIssued { Ticket = ticket });
        course.Reports(queue, window, -dice.Seconds(10, 50), new QueueCalled { Ticket = ticket });
        if (course.Wrong(0.004)) return ticket; // called, and nobody knows what became of the visitor
        course.Reports(queue, window, service, new QueueServed { Ticket = ticket });
        return ticket;
    }

    /// <summary>The fee of an item that costs something: at the bank's window, by the standard.</summary>
    public static void Fee(Course course)
    {
        if (course.Item.Fee is not { } standard) return;
        var atOwnWindow = course.Wrong(0.02);
        var amount = course.Wrong(0.015) ? standard + course.Dice.Pick([10m, 20m, 50m]) : standard;
        course.Reports(
            atOwnWindow ? course.Map.Sources.Approval(course.Window.Hall) : course.Map.Sources.Cashier,
            course.Dice.Seconds(60, 600),
            new CaseFeeCharged
            {
                Amount = amount,
                Standard = standard,
                Where = atOwnWindow ? course.Window.Id : course.Map.FeeWindow ?? course.Window.Id,
            });
    }

    /// <summary>Delivery of a finished case: mostly within three days, sometimes late, sometimes never.</summary>
    public static void Deliver(Course course)
    {
        if (course.Wrong(0.03)) return;
        course.AfterWorkingDays(course.Wrong(0.012) ? course.Dice.Between(11, 16) : course.Dice.Between(0, 3));
        course.Does(new CaseDelivered { Handler = course.Clerk });
    }

    /// <summary>
    /// A rating, given, or put down as satisfied when nobody presses a button: of the visit at the window's evaluator,
    /// or of the matter.
    /// </summary>
    /// <param name="course">The case.</param>
    /// <param name="share">How many rate.</param>
    /// <param name="ofVisit">Whether the visit is rated.</param>
    /// <param name="ticket">Ticket of the visit.</param>
    public static void Rate(Course course, double share, bool ofVisit, string? ticket = null)
    {
        var dice = course.Dice;
        if (!dice.Chance(share)) return;
        var offset = dice.Seconds(20, 240);
        var isDefault = dice.Chance(0.25);
        var score = isDefault ? 5
            : course.Wrong(0.02) ? dice.Between(1, 2)
            : dice.Unit() switch { < 0.8 => 5, < 0.96 => 4, _ => 3 };
        var rating = new RatingGiven
        {
            Score = score,
            Default = isDefault ? true : null,
            Channel = isDefault ? null : ofVisit ? "evaluator" : dice.Pick(["sms", "online", "phone"]),
            Named = isDefault ? null : dice.Chance(0.3),
            Comment = score <= 2 ? dice.Pick(BadWords) : null,
            Ticket = ticket,
            Device = ofVisit ? $"EVAL-{course.Window.Id}" : null,
            Staff = ofVisit ? course.Clerk : null,
            Item = ofVisit ? course.Item.Id : null,
        };
        if (ofVisit) course.Reports(course.Map.Sources.Evaluators, course.Window.Id, offset, rating);
        else course.Reports(course.Map.Sources.Evaluators, offset, rating);
    }
}
