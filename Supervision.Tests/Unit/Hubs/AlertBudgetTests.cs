using Supervision.Tests.Support;
using Supervision.Web.Hubs;

namespace Supervision.Tests.Unit.Hubs;

public class AlertBudgetTests
{
    [Fact]
    public void TryTake_MoreThanTheSecondAllows_RefusesUntilTheNextSecond()
    {
        var time = new ManualTime();
        var budget = new AlertBudget(time, perSecond: 2);
        Assert.Equal([true, true, false], new[] { budget.TryTake(), budget.TryTake(), budget.TryTake() });
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(budget.TryTake());
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(budget.TryTake());
    }
}
