using System.Text;
using Supervision.Ingest.Feeds;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Unit.Feeds;

public class FactBodiesTests
{
    private static string Three => Event(id: "1") + "\n" + Event(id: "2") + "\n" + Event(id: "3");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Lines_BlankLinesMarkCrlfAndNoLastLineFeed_AreRead(int segment)
    {
        var body = await ReadAsync(
            "\uFEFF\n  \r\n" + Event(id: "1") + "\r\n\n" + Event(id: "2") + "\n \t \nnonsense\n" + Event(id: "3"),
            FeedFormat.Lines, null, segment);
        Assert.Equal(["1", "2", "3"], body.Facts.Select(fact => fact.Id));
        Assert.Equal(2, Assert.Single(body.Faults).Index);
    }

    [Theory]
    [InlineData(FeedFormat.Lines, "")]
    [InlineData(FeedFormat.Lines, "\n\r\n")]
    [InlineData(FeedFormat.Batch, " [ ] ")]
    [InlineData(FeedFormat.Batch, "\uFEFF[]")]
    public async Task NoEvents_GivesNothing(FeedFormat format, string text)
    {
        var body = await ReadAsync(text, format, null, 1);
        Assert.Empty(body.Facts);
        Assert.Empty(body.Faults);
    }

    [Fact]
    public async Task Lines_TenMegabyteText_IsSkippedWithAReasonWhileReadingOn()
    {
        var huge = Event(id: "big", content: "{\"item\":\"" + new string('x', 10_000_000) + "\"}");
        var body = await ReadAsync(
            Event(id: "1") + "\n" + huge + "\n" + Event(id: "2"), FeedFormat.Lines, null, 65_536);
        Assert.Equal(["1", "2"], body.Facts.Select(fact => fact.Id));
        Assert.Equal(new Rejection(1, null, "event: is larger than 262144 bytes"), Assert.Single(body.Faults));
        var last = await ReadAsync(huge, FeedFormat.Lines, null, 65_536);
        Assert.Single(last.Faults);
    }

    [Theory]
    [InlineData(FeedFormat.Lines)]
    [InlineData(FeedFormat.Batch)]
    public async Task Event_ExactlyAtTheLimit_IsTakenAndOneByteMoreIsNot(FeedFormat format)
    {
        var bytes = Encoding.UTF8.GetByteCount(Event());
        foreach (var (max, facts) in new[] { (bytes, 2), (bytes - 1, 0) })
        {
            var text = format == FeedFormat.Lines ? Event() + "\n" + Event() : $"[{Event()}, {Event()}]";
            var body = await ReadAsync(text, format, new FeedLimits { EventBytesMax = max }, 10);
            Assert.Equal((facts, 2 - facts), (body.Facts.Count, body.Faults.Count));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task Batch_ElementsOfAllKinds_AreReadOneByOne(int segment)
    {
        var odd = Event(id: "2", content: "{\"item\":\"a\\\\\\\"]},[{\\\\\",\"x\":[{}]}");
        var nan = Event("case.fee.charged", "{\"amount\":NaN}", id: "3");
        var body = await ReadAsync(
            $" [ {Event(id: "1")} ,\n{odd},{nan},17,\"a,b\",{Event(id: "6")}\t] ", FeedFormat.Batch, null, segment);
        Assert.Equal(["1", "2", "6"], body.Facts.Select(fact => fact.Id));
        Assert.Equal([2, 3, 4], body.Faults.Select(fault => fault.Index));
        Assert.Equal("3", body.Faults[0].Id);
    }

    [Theory]
    [InlineData(FeedFormat.Batch, "", "The body is empty.")]
    [InlineData(FeedFormat.Batch, "<facts/>", "The body is not a JSON array of events.")]
    [InlineData(FeedFormat.Batch, "{}", "The body is not a JSON array of events.")]
    [InlineData(FeedFormat.Batch, "[{}", "The body ends before the array is closed.")]
    [InlineData(FeedFormat.Batch, "[{\"a\":\"]", "The body ends before the array is closed.")]
    [InlineData(FeedFormat.Batch, "[{},]", "The array has an element with nothing in it.")]
    [InlineData(FeedFormat.Batch, "[,{}]", "The array has an element with nothing in it.")]
    [InlineData(FeedFormat.Batch, "[{}}]", "A bracket closes that was never opened.")]
    [InlineData(FeedFormat.Batch, "[{}] []", "Something follows the array.")]
    [InlineData(FeedFormat.Single, "", "The body is not valid JSON")]
    [InlineData(FeedFormat.Single, "[]", "The body is not a JSON object.")]
    [InlineData(FeedFormat.Single, "{\"id\":", "The body is not valid JSON")]
    [InlineData(FeedFormat.Single, "{} {}", "The body is not valid JSON")]
    public async Task Body_NotWhatItsMediaTypeSays_IsUnreadable(FeedFormat format, string text, string reason)
    {
        var fault = await Assert.ThrowsAsync<UnreadableBodyException>(() => ReadAsync(text, format, null, 1));
        Assert.StartsWith(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_HugeElement_IsSkippedAndBodyBoundHolds()
    {
        var huge = "\"" + new string('x', 300_000) + "\\\"]\"";
        var body = await ReadAsync($"[{Event(id: "1")},{huge},{Event(id: "2")}]", FeedFormat.Batch, null, 1000);
        Assert.Equal(["1", "2"], body.Facts.Select(fact => fact.Id));
        Assert.Equal(1, Assert.Single(body.Faults).Index);
        var limits = new FeedLimits { BodyBytesMax = 290_000 };
        await Assert.ThrowsAsync<BodyTooLargeException>(() => ReadAsync($"[{huge}]", FeedFormat.Batch, limits, 1000));
    }

    [Fact]
    public async Task Single_OneEvent_IsReadAndAFaultIsToldByName()
    {
        Assert.Single((await ReadAsync("\uFEFF " + Event() + "\n", FeedFormat.Single, null, 1)).Facts);
        var body = await ReadAsync(Event(time: null), FeedFormat.Single);
        Assert.Equal(new Rejection(0, "1", "time: is required"), Assert.Single(body.Faults));
        await Assert.ThrowsAsync<BodyTooLargeException>(
            () => ReadAsync(Event(content: "{\"x\":\"" + new string('x', 300_000) + "\"}"), FeedFormat.Single));
    }

    [Fact]
    public async Task Lines_MoreThanABatch_KeepIndexesOverBatches()
    {
        var body = await ReadAsync(Three + "\nbad\n", FeedFormat.Lines, new FeedLimits { BatchFactsMax = 2 });
        Assert.Equal((3, 2), (body.Facts.Count, body.Batches));
        Assert.Equal(3, Assert.Single(body.Faults).Index);
    }
}
