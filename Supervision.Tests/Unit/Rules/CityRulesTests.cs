using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Core.Rules;
using Supervision.Ingest.Simulation;

namespace Supervision.Tests.Unit.Rules;

public class CityRulesTests
{
    private static readonly RuleBook Book = CityRules.Read();

    [Fact]
    public void City_Organisation_HasTheFiguresOfTheDocuments()
    {
        var organisation = Book.Organisation;
        Assert.Equal((1, 5, 20), (Halls("hall"), Halls("branch"), Halls("town")));
        Assert.Equal(35, organisation.Departments.Count);
        Assert.Equal(
            (27, 1, 1, 1, 6),
            (Windows("independent"), Windows("comprehensive"), Windows("timed"), Windows("fee"),
                Windows("intermediary")));
        Assert.Equal(132, organisation.Staff.Values.Count(member => member.Hall == "H1"));
        Assert.Equal(395, Book.Items.Count);

        int Halls(string kind) => organisation.Halls.Values.Count(hall => hall.Kind == kind);
        int Windows(string kind) => organisation.Windows.Values.Count(post => post.Hall == "H1" && post.Kind == kind);
    }

    [Fact]
    public void City_PromisedItems_AverageTheFiguresOfTonghua()
    {
        var promised = Book.Items.Values.Where(item => item.CaseType == CaseType.Promised).ToArray();
        Assert.All(promised, item => Assert.Equal(LimitUnit.WorkingDay, item.Promised!.Unit));
        Assert.Equal(6.7, promised.Average(item => item.Promised!.Amount), 0.05);
        Assert.Equal(24.0, promised.Average(item => item.Statutory!.Amount), 0.05);
    }

    [Fact]
    public void City_EveryCaseType_HasItems() => Assert.Equal(
        Enum.GetValues<CaseType>(), Book.Items.Values.Select(item => item.CaseType).Distinct().Order());
}
