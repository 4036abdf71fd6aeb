using System.Globalization;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Core.Windows;

namespace Supervision.Silo.Jobs.Work;

/// <summary>
/// The plan of the day that begins: how many patrols each hall owes by the rule book of that morning. A rule book that
/// changes later does not change what was asked for.
/// </summary>
internal sealed class PatrolPlanWork(IEngine engine, IRuleShelf rules) : IPeriodWork
{
    public JobKind Job => JobKind.PatrolPlan;

    public Task<JobOutcome> RunAsync(Cycle period, CancellationToken cancellationToken)
    {
        var context = rules.ContextOf(null, engine.Now);
        var halls = context.Rules.Organisation.Halls.Keys
            .Select(hall => (Hall: hall, Slots: (long)PatrolPlan.Of(hall, period.First, [], context).Length))
            .Where(plan => plan.Slots > 0)
            .ToArray();
        return Task.FromResult(JobOutcome.Done(
            string.Create(
                CultureInfo.InvariantCulture, $"{halls.Sum(plan => plan.Slots)} patrols in {halls.Length} halls"),
            halls.Select(plan => ($"patrols.{plan.Hall}", plan.Slots)).Append(
                ("patrols", halls.Sum(plan => plan.Slots)))));
    }
}
