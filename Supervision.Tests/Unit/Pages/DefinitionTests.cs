using Microsoft.Extensions.Options;
using Supervision.Web.Components;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;

namespace Supervision.Tests.Unit.Pages;

/// <summary>Whoever opens a sheet finds what each column means.</summary>
public class DefinitionTests
{
    private static readonly RuleBookNames Names = new(() => null);
    private static readonly HallTime Time = new(Options.Create(new PageOptions()));

    [Fact]
    public void EveryColumnOfEveryExport_HasADefinitionInBothLanguages()
    {
        string[] keys =
        [
            .. Keys(new AlertExport(Names, Time)), .. Keys(new AttendanceExport(Names)), .. Keys(new AuditExport(Time)),
            .. Keys(new CaseExport(Names, Time)), .. Keys(new ComplaintExport(Names, Time)),
            .. Keys(new OrderExport(Names, Time)), .. Keys(new SatisfactionExport()), .. Keys(new InvestmentExport()),
            .. Keys(new BulletinExport(Names)),
        ];
        Assert.True(keys.Length > 60, $"{keys.Length} columns");
        Assert.All(keys, key =>
        {
            Assert.True(Words.Has(key), key);
            Assert.DoesNotContain(Words.In(Words.English, key), c => c is >= '\u4e00' and <= '\u9fff');
        });
    }

    private static IEnumerable<string> Keys<T>(IExport<T> export) =>
        export.Columns.Select(column => column.Definition);
}
