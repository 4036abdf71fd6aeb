using System.Net;
using System.Text.Json;
using Supervision.Tests.Support;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Api;

/// <summary>An alert is shown with the reason it has now, in the list and in its case.</summary>
public sealed class AlertReasonTests(RealSystem system) : IClassFixture<RealSystem>
{
    [Fact]
    public async Task Card_MovedByLateTruth_ShowsItsPresentReason()
    {
        await SendAsync("1", "case.accepted", """{"item":"GENERAL-PROMISED"}""", "2025-03-04");
        Assert.All(await ReasonsAsync(), because => Assert.Contains("startedAt=2025-03-04", because));
        await SendAsync("2", "case.accepted", """{"item":"GENERAL-PROMISED"}""", "2025-03-03");
        Assert.All(await ReasonsAsync(), because => Assert.Contains("startedAt=2025-03-03", because));
    }

    private async Task SendAsync(string id, string type, string content, string day)
    {
        var (status, _) = await system.PostAsync(
            Event(type, content, id, subject: "\"moved\"", time: $"\"{day}T10:00:00+08:00\""));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    /// <summary>The reasons of the red card: in the list, and in its case.</summary>
    private async Task<string[]> ReasonsAsync()
    {
        var (_, list) = await system.GetAsync("/api/alerts?level=red");
        var (_, file) = await system.GetAsync("/api/cases/moved");
        return
        [
            BecauseOf(list.GetProperty("items").EnumerateArray().Single()),
            BecauseOf(file.GetProperty("alerts").EnumerateArray()
                .Single(alert => alert.GetProperty("level").GetString() == "red")),
        ];
    }

    private static string BecauseOf(JsonElement alert) => alert.GetProperty("because").GetString()!;
}
