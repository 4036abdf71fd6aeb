using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Supervision.Core.Ports;
using Supervision.Ingest.Feeds;
using Supervision.Tests.Support;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Unit.Feeds;

public class FactsIntakeTests
{
    private static readonly FeedKey AnyKey = new("all", FeedKeyScope.Facts, [], []);

    private static Task<FeedAnswer> Take(RecordingEngine engine, string body)
    {
        var limits = new FeedLimits { BatchFactsMax = 100 };
        var pipe = PipeReader.Create(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)));
        return new FactsIntake(new FactBodies(Reader(), limits), engine, limits, _ => null)
            .TakeAsync(pipe, FeedFormat.Lines, AnyKey, default);
    }

    private static string Lines(int count) =>
        string.Join('\n', Enumerable.Range(0, count).Select(id => Event(id: $"{id}")));

    [Fact]
    public async Task Take_EngineThatIsSlow_ReadsTwoBatchesAheadAndNoFurther()
    {
        var engine = new RecordingEngine();
        var open = new TaskCompletionSource();
        engine.BeforeTaking = (_, _) => open.Task;
        var answer = Take(engine, Lines(1000) + "\nbad"); // all bytes are there: it runs until it has to wait
        Assert.Equal(2, engine.Batches.Count);
        open.SetResult();
        Assert.Equal((1000, 1), ((await answer).Accepted, (await answer).RejectedTotal));
        Assert.Equal(2, engine.RunningMost);
        Assert.All(engine.Batches, batch => Assert.Equal((100, Patience.Wait), batch));
    }

    [Fact]
    public async Task Take_OneBatchFails_AwaitsTheOthersBeforeItAnswers()
    {
        var engine = new RecordingEngine();
        var first = new TaskCompletionSource();
        var others = new TaskCompletionSource();
        engine.BeforeTaking = (before, _) => before == 0 ? first.Task : others.Task;
        var answer = Take(engine, Lines(1000));
        first.SetException(new JournalUnavailableException("disk full"));
        Assert.False(answer.IsCompleted);
        others.SetResult();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => answer);
        Assert.Equal(2, engine.Batches.Count);
    }
}
