using Supervision.Core.Receipts;

namespace Supervision.Tests.Unit.Receipts;

public class ReceiptCodesTests
{
    private static readonly ReceiptCodes Codes = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Fact]
    public void Code_IsTwentyLettersInFour_AndIsReadHoweverItIsTyped()
    {
        var code = Codes.Of("2026-000123");
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$", code);
        var handle = Codes.HandleOf("2026-000123");
        foreach (var typed in new[]
        {
            code, code.ToLowerInvariant(), code.Replace("-", "", StringComparison.Ordinal),
            code.Replace('-', ' '), code.Replace('1', 'I').Replace('0', 'o'), code.Replace('1', 'l'),
        })
        {
            Assert.Equal((code, handle), ReceiptCodes.Read(typed));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7K3MQ")]
    [InlineData("7K3MQ-X9P2D-AAAAA-UUUUU")]
    [InlineData("7K3MQ-X9P2D-AAAAA-BBBBB-C")]
    [InlineData("７K3MQ-X9P2D-AAAAA-BBBBB")]
    [InlineData("-----------------------------------------")]
    public void Text_ThatCannotBeACode_IsNotRead(string? typed) => Assert.Null(ReceiptCodes.Read(typed));

    [Fact]
    public void Codes_OfAnotherKeyOrAnotherCase_HaveNothingInCommon()
    {
        var other = new ReceiptCodes(new byte[32]);
        var codes = Enumerable.Range(0, 10_000).Select(i => Codes.Of($"2026-{i:D6}")).ToArray();
        Assert.Equal(codes.Length, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.NotEqual(Codes.Of("2026-000123"), other.Of("2026-000123"));
    }
}
