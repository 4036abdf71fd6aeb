using System.Text;
using Supervision.Core.Draws;
using Supervision.Web.Draws;

namespace Supervision.Tests.Unit.Draws;

/// <summary>A list to draw from, with every fault at its row.</summary>
public class PoolTableTests
{
    [Fact]
    public void List_IsReadByItsHead_InEitherLanguage()
    {
        var one = Assert.Single(Read("id,organisation,weight,stratum,skills,related\nW1,H1,3,甲,消防；会计,张三、李四\n").Objects);
        Assert.Equal(("W1", "H1", 3, "甲"), (one.Id, one.Organisation, one.Weight, one.Stratum));
        Assert.Equal(["消防", "会计"], one.Skills);
        Assert.Equal(["张三", "李四"], one.Related);
        Assert.Equal("W2", Assert.Single(Read("权重,标识\n2,W2\n").Objects).Id);
    }

    [Fact]
    public void EveryFault_IsNamedByItsRow()
    {
        var table = Read("id,weight,colour\nW1,1,red\nW2,NaN,\n,1,\nW1,1,\nW3,0,\nW4,1.5,\n\u00e9,1,\ne\u0301,1,\n");
        Assert.Equal(
            [(1, "colour"), (3, "weight"), (4, "id"), (7, "weight")],
            table.Faults.Select(fault => (fault.Row!.Value, fault.Column)));
        var pool = DrawPool.Of(table.Objects, []);
        var found = PoolCheck.Look(DrawRule.Of(1, weighted: true, perObject: 0), pool).SelectMany(table.Placed);
        Assert.Equal(
            ["object.twice 5 id", "object.twice 8 id", "object.twice 9 id", "object.weight 6 weight"],
            found.Select(fault => $"{fault.Code} {fault.Row} {fault.Column}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void FaultOfTheWhole_HasNoRow()
    {
        var fault = Assert.Single(Read("id\nW1\n").Placed(new("stratum.small", "", "2 are to be drawn of 1.")));
        Assert.Null(fault.Row);
        Assert.Equal("2 are to be drawn of 1.", fault.Text);
    }

    private static PoolTable Read(string csv)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        return PoolTable.Read(file);
    }
}
