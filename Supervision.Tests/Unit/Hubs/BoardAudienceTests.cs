using Microsoft.Extensions.Options;
using Supervision.Core.Reading;
using Supervision.Tests.Support;
using Supervision.Web.Hubs;

namespace Supervision.Tests.Unit.Hubs;

public class BoardAudienceTests
{
    private readonly ManualTime time = new();
    private readonly InMemoryBoard board;
    private readonly BoardPushOptions options = new();

    public BoardAudienceTests() => board = new(time);

    [Fact]
    public async Task Join_ThenAChange_SendsTheSnapshotThenOnlyWhatChanged()
    {
        var audience = Audience();
        var client = new RecordingClient();
        audience.Join("c1", BoardPart.Everything, client, default);
        var scope = Assert.Single(audience.Scopes);
        scope.Publish(scope.Published with { Open = 5 });

        Assert.Equal("board", (await client.NextAsync()).Method);
        var (method, argument) = await client.NextAsync();
        Assert.Equal("delta", method);
        Assert.Equal("open", Assert.Single((IReadOnlyDictionary<string, object>)argument!).Key);
    }

    [Fact]
    public void Join_ManyClientsOfOneScope_ComputesFiguresOnce()
    {
        var audience = Audience();
        for (var i = 0; i < 10; i++)
        {
            audience.Join($"c{i}", new("H1"), new RecordingClient(), default);
        }

        Assert.Single(audience.Scopes);
        Assert.Equal(1, board.Reads);
    }

    [Fact]
    public async Task SlowClient_FallenBehind_GetsAFreshSnapshotAndDelaysNobody()
    {
        options.MessagesWaiting = 2;
        var audience = Audience();
        var slow = new RecordingClient();
        var quick = new RecordingClient();
        slow.StopReading();
        audience.Join("slow", BoardPart.Everything, slow, default);
        audience.Join("quick", BoardPart.Everything, quick, default);
        await slow.Waiting.Task.WaitAsync(TestContext.Current.CancellationToken);
        var scope = Assert.Single(audience.Scopes);
        Assert.Equal("board", (await quick.NextAsync()).Method);
        for (var open = 1; open <= 10; open++)
        {
            scope.Publish(scope.Published with { Open = open });
            Assert.Equal("delta", (await quick.NextAsync()).Method);
        }

        slow.ReadAgain();
        Assert.Equal("board", (await slow.NextAsync()).Method); // the first one, which it was stuck on
        var (method, argument) = await slow.NextAsync();
        Assert.Equal("board", method);
        Assert.Equal(10, ((BoardSnapshot)argument!).Open);
        Assert.Equal(("alertsSkipped", (object)10), await slow.NextAsync());
    }

    [Fact]
    public async Task AlertStorm_BeyondTheBudget_IsToldAsANumber()
    {
        options.AlertsPerSecond = 3;
        var audience = Audience();
        var client = new RecordingClient();
        audience.Join("c1", BoardPart.Everything, client, default);
        var scope = Assert.Single(audience.Scopes);
        var city = new SampleCity(time.GetUtcNow());
        var sent = Enumerable.Range(0, 10).Count(_ => scope.Publish(city.NextAlert(time.GetUtcNow())));
        scope.PublishSkipped();

        Assert.Equal(3, sent);
        Assert.Equal("board", (await client.NextAsync()).Method);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("alert", (await client.NextAsync()).Method);
        }

        Assert.Equal(("alertsSkipped", (object)7L), await client.NextAsync());
    }

    [Fact]
    public async Task Alert_OfAnotherHall_IsNotSent()
    {
        var audience = Audience();
        var client = new RecordingClient();
        audience.Join("c1", new("H1"), client, default);
        var scope = Assert.Single(audience.Scopes);
        var alert = new SampleCity(time.GetUtcNow()).NextAlert(time.GetUtcNow());
        scope.Publish(alert with { Hall = "H2" });
        scope.Publish(alert with { Hall = "H1" });

        Assert.Equal("board", (await client.NextAsync()).Method);
        var (method, argument) = await client.NextAsync();
        Assert.Equal("alert", method);
        Assert.Equal("H1", ((AlertRow)argument!).Hall);
    }

    [Fact]
    public void Join_BeyondTheLimits_IsRefused()
    {
        options.Clients = 2;
        options.Scopes = 1;
        var audience = Audience();
        Assert.NotNull(audience.Join("c1", new("H1"), new RecordingClient(), default));
        Assert.Null(audience.Join("c2", new("H2"), new RecordingClient(), default));
        Assert.NotNull(audience.Join("c3", new("H1"), new RecordingClient(), default));
        Assert.Null(audience.Join("c4", new("H1"), new RecordingClient(), default));
    }

    [Fact]
    public async Task Leave_LastClient_ForgetsTheScope()
    {
        var audience = Audience();
        audience.Join("c1", new("H1"), new RecordingClient(), default);
        var listener = audience.Leave("c1", new("H1"));
        Assert.NotNull(listener);
        await listener.Sending;
        Assert.Empty(audience.Scopes);
        Assert.Null(audience.Leave("c1", new("H1")));
    }

    private BoardAudience Audience() => new(board, time, Options.Create(options));
}
