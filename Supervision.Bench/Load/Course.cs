using System.Collections.Immutable;
using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Bench.Load;

/// <summary>What happens to a case of one item at one window, from acceptance to finish, without a fault.</summary>
/// <param name="Steps">Data of its facts, shared by all cases of the course.</param>
internal sealed record Course(ImmutableArray<FactData> Steps)
{
    /// <summary>Facts of a promised case: accepted, three stages entered and completed, finished.</summary>
    public const int PromisedSteps = 8;

    /// <summary>Facts of an immediate case: accepted, finished.</summary>
    public const int ImmediateSteps = 2;

    /// <summary>One course per item of the rule book that has exactly so many steps.</summary>
    public static ImmutableArray<Course> All(RuleBook book, int steps) =>
    [
        .. book.Items.Values
            .Where(item => item.CaseType is CaseType.Immediate or CaseType.Promised)
            .OrderBy(item => item.Id, StringComparer.Ordinal)
            .Select(item => Of(item, book))
            .Where(course => course.Steps.Length == steps),
    ];

    private static Course Of(ServiceItem item, RuleBook book)
    {
        var windows = book.Organisation.Windows.Values.OrderBy(window => window.Id, StringComparer.Ordinal).ToArray();
        var window = Array.Find(windows, window => window.Department == item.Department) ?? windows[0];
        var handler = window.Staff.FirstOrDefault();
        var steps = ImmutableArray.CreateBuilder<FactData>();
        steps.Add(new CaseAccepted
        {
            Item = item.Id,
            Hall = window.Hall,
            Window = window.Id,
            Department = item.Department,
            Handler = handler,
            Channel = "window",
        });
        foreach (var (stage, worker) in item.Stages.Select(stage => (stage.Name, stage.Handlers.FirstOrDefault())))
        {
            steps.Add(new CaseStageEntered { Stage = stage, Handler = worker, Department = item.Department });
            steps.Add(new CaseStageCompleted
            {
                Stage = stage,
                Handler = worker,
                Department = item.Department,
                Opinion = "同意",
            });
        }

        steps.Add(new CaseFinished { Outcome = "granted", Handler = handler });
        return new(steps.DrainToImmutable());
    }
}
