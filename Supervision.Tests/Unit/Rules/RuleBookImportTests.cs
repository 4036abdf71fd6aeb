using Supervision.Core.Rules;
using Supervision.Core.Rules.Imports;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Rules;

public class RuleBookImportTests
{
    [Fact]
    public void Rows_ChangeWhatTheyName_AddWhatIsNew_AndLeaveTheRest()
    {
        var result = Try(
            "items",
            new() { ["id"] = "PROMISED", ["promised"] = "5 workingDay", ["investment"] = "是" },
            new()
            {
                ["id"] = "NEW",
                ["name"] = "新事项",
                ["department"] = "D2",
                ["statutory"] = "20 workingDay",
                ["fee"] = "12.5",
            },
            new() { ["id"] = "JOINT", ["name"] = "联办事项" });
        Assert.Empty(result.Faults);
        Assert.Equal((1, 1, 1), (result.Added, result.Changed, result.Same));
        var book = RuleBookReader.Read(result.Json!);
        Assert.Equal(result.Version, book.Version);
        Assert.Equal(5, book.Items["PROMISED"].Promised!.Amount);
        Assert.True(book.Items["PROMISED"].Investment);
        Assert.Equal(4, book.Items["PROMISED"].Stages.Length); // what the table does not name
        Assert.Equal(12.5m, book.Items["NEW"].Fee);
        Assert.Equal(5, book.Items.Count);
        Assert.Equal("张一", book.Organisation.Staff["U1"].Name);
    }

    [Fact]
    public void Faults_AreListedAllByRow_AndNothingComesOfIt()
    {
        var result = Try(
            "items",
            new() { ["id"] = "PROMISED", ["promised"] = "soon" },
            new() { ["name"] = "无编号" },
            new() { ["id"] = "NEW", ["name"] = "新事项" },
            new() { ["id"] = "NEW", ["name"] = "又一个" },
            new() { ["id"] = "X", ["name"] = "x", ["statutory"] = "20 workingDay", ["department"] = "D9" },
            new() { ["id"] = "Y", ["name"] = "y", ["statutory"] = "5 workingDay", ["promised"] = "9 workingDay" },
            new() { ["id"] = "Z", ["name"] = "z", ["statutory"] = "5 workingDay", ["colour"] = "red" });
        Assert.Null(result.Json);
        Assert.Equal(
            ["1 colour", "2 promised", "3 id", "4 ", "5 id", "6 department", "7 "],
            result.Faults.Select(fault => $"{fault.Row} {fault.Column}"));
    }

    [Fact]
    public void Windows_AndStaff_AreMergedInTheOrganisation()
    {
        var result = Try(
            "staff",
            new Dictionary<string, string> { ["id"] = "U6", ["name"] = "张六", ["department"] = "D2", ["hall"] = "H1" });
        var with = RuleBookImport.Try(result.Json!, ImportTable.All["windows"],
        [
            new(2, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["id"] = "W09",
                ["name"] = "新窗口",
                ["hall"] = "H1",
                ["kind"] = "independent",
                ["staff"] = "U6、U5",
            }),
        ]);
        Assert.Equal(["U6", "U5"], RuleBookReader.Read(with.Json!).Organisation.Windows["W09"].Staff);
    }

    [Fact]
    public void Table_WithoutRows_IsAFault() => Assert.Equal(1, Assert.Single(Try("halls").Faults).Row);

    private static ImportResult Try(string table, params Dictionary<string, string>[] rows) => RuleBookImport.Try(
        TestRules.Json, ImportTable.All[table], [.. rows.Select((cells, i) => new ImportRow(i + 2, cells))]);
}
