using System.Net;
using System.Text;
using Supervision.Core.Ports;
using Supervision.Ingest.Feeds;
using Supervision.Tests.Support;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Api;

public class FactsEndpointTests
{
    private const string Single = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json; charset=utf-8";
    private const string Lines = "application/x-ndjson";

    private static string Answer(long accepted, long duplicates, string rejected = "[]", int total = 0) =>
        $$"""{"accepted":{{accepted}},"duplicates":{{duplicates}},"rejected":{{rejected}},"rejectedTotal":{{total}}}""";

    [Theory]
    [InlineData(Single, "{0}", 1)]
    [InlineData(Batch, "[{0},{1},{0}]", 2)]
    [InlineData(Lines, "{0}\r\n{1}\n\n{0}", 2)]
    public async Task Post_EachMediaType_CountsFactsAndDuplicates(string mediaType, string shape, int fresh)
    {
        await using var host = await FeedHost.StartAsync();
        var body = string.Format(null, shape, Event(id: "1"), Event(id: "2"));
        var (status, answer) = await host.PostAsync(body, mediaType);
        Assert.Equal((HttpStatusCode.OK, Answer(fresh, fresh - 1)), (status, answer.GetRawText()));
        (_, answer) = await host.PostAsync(body, mediaType);
        Assert.Equal(Answer(0, (2 * fresh) - 1), answer.GetRawText());
    }

    [Fact]
    public async Task Post_BadFactsAmongGood_RejectsThemByIndexAndReason()
    {
        await using var host = await FeedHost.StartAsync(
            check: fact => fact.Id == "3" ? "data.item: is not known" : null);
        var (_, answer) = await host.PostAsync(
            $"[{Event(id: "1")},{Event(id: "2", time: null)},{Event(id: "3")},{{,{Event(id: "5")}]", Batch);
        Assert.Equal(HttpStatusCode.BadRequest, (HttpStatusCode)answer.GetProperty("status").GetInt32());
        (_, answer) = await host.PostAsync($"{Event(id: "3")}\n{Event(id: "2", time: null)}\n{Event(id: "1")}", Lines);
        Assert.Equal(
            Answer(1, 0, "[" + """{"index":0,"id":"3","reason":"data.item: is not known"},"""
                + """{"index":1,"id":"2","reason":"time: is required"}""" + "]", 2),
            answer.GetRawText());
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("reader", HttpStatusCode.Forbidden)]
    public async Task Post_KeyThatMayNot_IsRefused(string key, HttpStatusCode expected)
    {
        await using var host = await FeedHost.StartAsync();
        var (status, problem) = await host.PostAsync(Event(), Single, key);
        Assert.Equal(expected, status);
        Assert.StartsWith("Authorization: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(host.Engine.Facts);
    }

    [Fact]
    public async Task Post_SourceOrOrganisationOutsideTheKey_IsRejectedPerFact()
    {
        await using var host = await FeedHost.StartAsync();
        var elsewhere = Event(id: "2").Replace("/halls/h1/", "/halls/h10/", StringComparison.Ordinal);
        var (_, answer) = await host.PostAsync($"[{Event()},{elsewhere}]", Batch, "hall");
        Assert.Equal("source: this key may not speak for /halls/h10/approval",
            Assert.Single(answer.GetProperty("rejected").EnumerateArray()).GetProperty("reason").GetString());
        var inside = Event(id: "3", content: "{\"department\":\"HR\",\"hall\":\"H1\"}");
        (_, answer) = await host.PostAsync($"[{inside},{Event(id: "4", content: "{\"hall\":\"H2\"}")}]", Batch, "hr");
        Assert.Equal(Answer(1, 0, """[{"index":1,"id":"4","reason":"data: this key may not speak for H2"}]""", 1),
            answer.GetRawText());
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType, "Content-Type: ")]
    [InlineData("application/x-ndjson; charset=gb2312", HttpStatusCode.UnsupportedMediaType, "Content-Type: ")]
    [InlineData(Batch, HttpStatusCode.BadRequest, "body: ")]
    [InlineData(Single, HttpStatusCode.BadRequest, "body: ")]
    public async Task Post_BodyThatCannotBeRead_IsRefusedWhole(string mediaType, HttpStatusCode expected, string detail)
    {
        await using var host = await FeedHost.StartAsync();
        var (status, problem) = await host.PostAsync($"[{Event()},", mediaType);
        Assert.Equal(expected, status);
        Assert.StartsWith(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(host.Engine.Batches);
    }

    [Fact]
    public async Task Post_BodyOverTheBound_Is413AndAStreamOfThatLengthIsTaken()
    {
        await using var host = await FeedHost.StartAsync(new FeedLimits { EventBytesMax = 1024, BodyBytesMax = 2048 });
        var events = Enumerable.Range(0, 20).Select(id => Event(id: id.ToString(default(IFormatProvider)))).ToArray();
        var (status, _) = await host.PostAsync("[" + string.Join(',', events) + "]", Batch);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        (status, _) = await host.PostAsync(new StreamContent(new Trickle("[" + string.Join(',', events) + "]")), Batch);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Empty(host.Engine.Batches);
        var (_, answer) = await host.PostAsync(string.Join('\n', events), Lines);
        Assert.Equal(Answer(20, 0), answer.GetRawText());
    }

    [Fact]
    public async Task Post_BusyEngine_Is429AndLinesWait()
    {
        await using var host = await FeedHost.StartAsync();
        host.Engine.BeforeTaking = (_, patience) =>
            patience == Patience.Fail ? throw new EngineBusyException() : Task.CompletedTask;
        using var response = await host.Client.PostAsync("/api/facts",
            new StringContent($"[{Event()}]", Encoding.UTF8, "application/cloudevents-batch+json"));
        Assert.Equal((HttpStatusCode)429, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var (_, answer) = await host.PostAsync(Event(), Lines);
        Assert.Equal(Answer(1, 0), answer.GetRawText());
    }

    [Theory]
    [InlineData(Batch)]
    [InlineData(Lines)]
    public async Task Post_JournalUnavailable_Is503(string mediaType)
    {
        await using var host = await FeedHost.StartAsync();
        host.Engine.BeforeTaking = (_, _) => throw new JournalUnavailableException("disk full");
        var (status, _) = await host.PostAsync(mediaType == Batch ? $"[{Event()}]" : Event(), mediaType);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
    }

    [Fact]
    public async Task Post_BatchLargerThanOneSubmit_OnlyTheFirstPartMayFail()
    {
        await using var host = await FeedHost.StartAsync();
        var events = Enumerable.Range(0, 5000).Select(id => Event(id: id.ToString(default(IFormatProvider))));
        var (_, answer) = await host.PostAsync("[" + string.Join(',', events) + "]", Batch);
        Assert.Equal(Answer(5000, 0), answer.GetRawText());
        Assert.Equal([(4096, Patience.Fail), (904, Patience.Wait)], host.Engine.Batches);
    }

    [Fact]
    public async Task Post_ManyRejections_TellsTheFirstThousandAndCountsAll()
    {
        await using var host = await FeedHost.StartAsync();
        var (_, answer) = await host.PostAsync(string.Join('\n', Enumerable.Repeat("bad", 5000)), Lines);
        Assert.Equal((1000, 5000),
            (answer.GetProperty("rejected").GetArrayLength(), answer.GetProperty("rejectedTotal").GetInt32()));
    }

    [Fact(Timeout = 60_000)]
    public async Task Post_SlowStream_IsCommittedWhileItIsStillOpen()
    {
        await using var host = await FeedHost.StartAsync();
        var taken = new TaskCompletionSource();
        host.Engine.BeforeTaking = (_, _) => { taken.TrySetResult(); return Task.CompletedTask; };
        var (status, answer) = await host.PostAsync(new OpenBody(Event() + "\n", taken.Task, Event(id: "2")), Lines);
        Assert.Equal((HttpStatusCode.OK, Answer(2, 0)), (status, answer.GetRawText()));
        Assert.Equal(2, host.Engine.Batches.Count);
    }

    /// <summary>Writes the second part only once <paramref name="until"/> has happened.</summary>
    private sealed class OpenBody(string first, Task until, string second) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(first));
            await stream.FlushAsync();
            await until;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(second));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>A body whose length is not announced.</summary>
    private sealed class Trickle(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override bool CanSeek => false;
    }
}
