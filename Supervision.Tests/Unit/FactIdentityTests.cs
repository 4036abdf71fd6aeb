using Supervision.Core.Facts;

namespace Supervision.Tests.Unit;

public class FactIdentityTests
{
    [Fact]
    public void Of_SameTextSplitDifferently_DiffersByThePair()
    {
        Assert.NotEqual(FactIdentity.Of("a", "bc"), FactIdentity.Of("ab", "c"));
        Assert.Equal(FactIdentity.Of("/halls/h1", "8f0c"), FactIdentity.Of("/halls/h1", "8f0c"));
    }

    [Fact]
    public void Of_TextLongerThanTheStackBuffer_StillDependsOnItsLastCharacter()
    {
        var longText = new string('中', 5000);
        Assert.NotEqual(FactIdentity.Of(longText, "1"), FactIdentity.Of(longText, "2"));
    }
}
