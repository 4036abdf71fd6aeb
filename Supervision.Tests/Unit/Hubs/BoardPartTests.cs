using Supervision.Core.Alerts;
using Supervision.Core.Reading;
using Supervision.Tests.Support;
using Supervision.Web.Hubs;

namespace Supervision.Tests.Unit.Hubs;

public class BoardPartTests
{
    private static readonly AlertRow Alert = new(
        "case/2026-000123:promised.yellow", AlertKind.Card, AlertLevel.Yellow, "promised", "overdue", "2026-000123",
        default, default, AlertState.Open, "W01", "D1", "H1", "ITEM", "because of 2026-000123", null);

    [Theory]
    [InlineData(null, "", true)]
    [InlineData("H1", "", true)]
    [InlineData("H2", "", false)]
    [InlineData(null, "H1", true)]
    [InlineData(null, "W01", true)]
    [InlineData(null, "H2 D1", true)]
    [InlineData(null, "H2", false)]
    [InlineData("H1", "H2", false)]
    public void Show_AnAlert_OnlyWithinHallAndOrganisations(string? hall, string organisations, bool shown) =>
        Assert.Equal(shown, new BoardPart(hall, organisations).Show(Alert) is not null);

    [Fact]
    public void Show_Masked_TellsTheNumberNowhere()
    {
        var shown = new BoardPart(IsMasked: true).Show(Alert)!;
        Assert.Equal("***123", shown.Subject);
        Assert.DoesNotContain("000123", shown.ToString(), StringComparison.Ordinal);
        Assert.Equal(shown.Id, new BoardPart("H1", IsMasked: true).Show(Alert)!.Id);
        Assert.NotEqual(shown.Id, new BoardPart(IsMasked: true).Show(Alert with { Id = "another" })!.Id);
    }

    [Fact]
    public void Parts_ThatSeeTheSame_AreEqual() =>
        Assert.Equal(new BoardPart("H1", "H1 D1"), new BoardPart("H1", "H1 D1"));

    [Fact]
    public async Task Listener_OfAPartWithoutFigures_GetsAlertsAlone()
    {
        var time = new ManualTime();
        var board = new InMemoryBoard(time).Current();
        var scope = new BoardScope(new BoardPart(null, "W01", HasFigures: false), board, new(time, 10));
        var client = new RecordingClient();
        scope.Add("c1", client, 10, default);
        scope.Publish(board with { Open = 7 });
        scope.Publish(Alert);
        Assert.Equal("alert", (await client.NextAsync()).Method);
    }
}
