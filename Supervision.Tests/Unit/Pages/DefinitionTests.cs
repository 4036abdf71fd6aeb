using System.Globalization;
using Microsoft.Extensions.Options;
using Supervision.Core.Scores;
using Supervision.Silo.History;
using Supervision.Web.Components;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;

namespace Supervision.Tests.Unit.Pages;

/// <summary>Whoever opens a sheet finds what each column means.</summary>
public class DefinitionTests
{
    private static readonly RuleBookNames Names = new(() => null);
    private static readonly HallTime Time = new(Options.Create(new PageOptions()));

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public void EveryColumnOfEveryExport_HasADefinitionInBothLanguages(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        (string Title, string? Definition)[] columns =
        [
            .. Texts(new AlertExport(Names, Time)), .. Texts(new AttendanceExport(Names)),
            .. Texts(new AuditExport(Time)), .. Texts(new CaseExport(Names, Time)),
            .. Texts(new ComplaintExport(Names, Time)), .. Texts(new OrderExport(Names, Time)),
            .. Texts(new SatisfactionExport()), .. Texts(new InvestmentExport()), .. Texts(new BulletinExport(Names)),
            .. Texts(new RankingExport()), .. Texts(new WindowExport(Names, Time)),
            .. Texts(new LeaveExport(Names, Time)), .. Texts(new PatrolExport(Names, Time)),
            .. Questions.All.SelectMany(question => Texts(new AnswerExport(question, Names))),
        ];
        Assert.True(columns.Length > 130, $"{columns.Length} columns");
        Assert.All(columns, column =>
        {
            Assert.False(string.IsNullOrEmpty(column.Definition), column.Title);
            Assert.Equal(language == "zh-CN", $"{column.Title}{column.Definition}".Any(IsChinese));
        });
    }

    [Fact]
    public void ColumnsOfARanking_AreTheFiguresOfTheCatalogue()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        var columns = Texts(new RankingExport()).ToArray();
        Assert.All(ScoreInputs.All, input => Assert.Contains((input.Name, input.Definition), columns));
    }

    private static bool IsChinese(char letter) => letter is >= '\u4e00' and <= '\u9fff';

    private static IEnumerable<(string Title, string? Definition)> Texts<T>(IExport<T> export) =>
        export.Columns.Select(column => (column.Title, column.Definition));
}
