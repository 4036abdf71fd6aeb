using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Orders;

/// <summary>What somebody fills in to take a step; the same for programs and for pages.</summary>
/// <param name="Words">What they say.</param>
/// <param name="Seen">Steps the order had when they looked at it; null skips the comparison.</param>
/// <param name="Part">Part of a bad rating's rectification; null means the next.</param>
/// <param name="Passed">Whether a verification is passed; needed for that step.</param>
/// <param name="Outcome">What a decision says; needed for that step.</param>
/// <param name="Accountability">Codes of acts somebody is held accountable for.</param>
internal sealed record OrderForm(
    string? Words = null, int? Seen = null, string? Part = null, bool? Passed = null, string? Outcome = null,
    IReadOnlyList<string>? Accountability = null)
{
    /// <summary>Commands of people are numbered under this source.</summary>
    public const string Source = "/orders/steps";

    /// <summary>The command of a step, or the field at fault with what is wrong.</summary>
    /// <param name="step">Name of the step.</param>
    /// <param name="by">Who takes it.</param>
    /// <param name="id">The sender's own number of it: sent twice, it is carried out once.</param>
    public (StepCommand? Command, string? Field, string? Problem) Read(string step, Actor by, string id)
    {
        if (Spelling.Parse<OrderStep>(step) is not { } known)
        {
            return (null, "step", "should be one of " + Names<OrderStep>());
        }

        var part = Spelling.Parse<RectifyPart>(Part);
        var outcome = Spelling.Parse<OrderOutcome>(Outcome);
        if (Part is not null && part is null)
        {
            return (null, "part", "should be one of " + Names<RectifyPart>());
        }

        return known switch
        {
            OrderStep.Acknowledge => Of(new AcknowledgeOrder { Source = Source, Id = id, By = by }),
            OrderStep.Feedback => Of(new GiveFeedback { Source = Source, Id = id, By = by }),
            OrderStep.Rectify => Of(new ReportRectification { Source = Source, Id = id, By = by, Part = part }),
            OrderStep.Appeal => Of(new AppealOrder { Source = Source, Id = id, By = by }),
            OrderStep.Verify when Passed is null => (null, "passed", "should be true or false"),
            OrderStep.Verify => Of(new VerifyRectification
            {
                Source = Source,
                Id = id,
                By = by,
                Passed = Passed.Value,
            }),
            _ when outcome is null => (null, "outcome", "should be one of " + Names<OrderOutcome>()),
            _ => Of(new DecideOrder
            {
                Source = Source,
                Id = id,
                By = by,
                Outcome = outcome.Value,
                Accountability = [.. Accountability ?? []],
            }),
        };
    }

    /// <summary>A person's numbers are their own: nobody can use up another's.</summary>
    public static string IdOf(Actor by, string? key) => $"{by.Id}:{key ?? Guid.NewGuid().ToString("N")}";

    private (StepCommand? Command, string? Field, string? Problem) Of(StepCommand command) =>
        (command with { Words = Words ?? "", Seen = Seen }, null, null);

    private static string Names<T>() where T : struct, Enum =>
        string.Join(", ", Enum.GetValues<T>().Select(Spelling.Of));
}
