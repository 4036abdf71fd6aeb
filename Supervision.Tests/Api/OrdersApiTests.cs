using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Supervision.Core.People;
using Supervision.Tests.Support;

namespace Supervision.Tests.Api;

/// <summary>Orders over real HTTP, opened by complaints, answered by people.</summary>
public sealed partial class OrdersApiTests : IAsyncLifetime
{
    private static readonly Actor Manager = new("M1", "王经理", Role.Manager, "W01");
    private static readonly Actor Inspector = new("I1", "孙监察", Role.Inspector, null);

    private readonly RealSystem system = new() { Arguments = SignedIn.Arguments };

    public ValueTask InitializeAsync() => system.InitializeAsync();

    public ValueTask DisposeAsync() => system.DisposeAsync();

    [Fact]
    public async Task Complaint_OpensAnOrderThatIsAnsweredStepByStep()
    {
        var no = await OpenOrderAsync("T-1");
        Assert.Equal(1, (await system.GetAsync("/api/board")).Answer.GetProperty("ordersOpen").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await TakeAsync(Manager, no, "acknowledge", new { })).Status);
        Assert.Equal(HttpStatusCode.OK, (await TakeAsync(Manager, no, "feedback", new { words = "已核实" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await TakeAsync(Manager, no, "rectify", new { words = "已道歉" })).Status);
        Assert.Equal(
            HttpStatusCode.OK, (await TakeAsync(Inspector, no, "verify", new { words = "属实", passed = true })).Status);
        var (status, closed) = await TakeAsync(Inspector, no, "decide", new { words = "办结", outcome = "closed" });
        Assert.Equal((HttpStatusCode.OK, "closed"), (status, closed.GetProperty("state").GetString()));

        var (_, file) = await system.GetAsync($"/api/orders/{no}");
        Assert.Equal(
            ["issued", "acknowledge", "feedback", "rectify", "verify", "decide"],
            file.GetProperty("timeline").EnumerateArray().Select(line => line.GetProperty("change").GetString()));
        Assert.Equal(0, (await system.GetAsync("/api/board")).Answer.GetProperty("ordersOpen").GetInt64());
        var (_, open) = await system.GetAsync("/api/orders?open=true");
        Assert.Equal(0, open.GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Step_ThatMayNotBeTaken_IsRefusedAsProblem()
    {
        var no = await OpenOrderAsync("T-2");
        await RefusedAsync(Manager, no, "verify", new { words = "x", passed = true }, 409, "order.outOfTurn");
        await RefusedAsync(Inspector, no, "acknowledge", new { }, 403, "order.notYours");
        await RefusedAsync(Manager, no, "acknowledge", new { seen = 7 }, 409, "order.changed");
        await RefusedAsync(Manager with { Organisation = "W02" }, no, "acknowledge", new { }, 404, "order.unknown");
        await RefusedAsync(Manager, "H1-1999-00001", "acknowledge", new { }, 404, "order.unknown");
        Assert.Equal(
            HttpStatusCode.BadRequest, (await TakeAsync(Manager, no, "rectify", new { part = "none" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await TakeAsync(Manager, no, "acknowledge", new { })).Status);
        await RefusedAsync(Manager, no, "feedback", new { words = "" }, 400, "order.wordless");
        using var keyOnly = await system.Reader.PostAsJsonAsync($"/api/orders/{no}/feedback", new { words = "x" });
        Assert.Equal(HttpStatusCode.Forbidden, keyOnly.StatusCode); // orders are answered by people
        var (_, file) = await system.GetAsync($"/api/orders/{no}");
        Assert.Equal(2, file.GetProperty("timeline").GetArrayLength());
    }

    [Fact]
    public async Task Step_SentTwiceUnderOneKey_IsTakenOnce()
    {
        var no = await OpenOrderAsync("T-3");
        for (var i = 0; i < 2; i++)
        {
            var (status, row) = await TakeAsync(Manager, no, "acknowledge", new { seen = 0 }, key: "K-1");
            Assert.Equal((HttpStatusCode.OK, 1), (status, row.GetProperty("steps").GetInt32()));
        }
    }

    [Fact]
    public async Task Step_OfTwoAtOnce_OneWinsTheOtherIsTold()
    {
        var no = await OpenOrderAsync("T-4");
        var answers = await Task.WhenAll(
            TakeAsync(Manager, no, "acknowledge", new { seen = 0 }),
            TakeAsync(Manager with { Id = "M2", Name = "另一人" }, no, "acknowledge", new { seen = 0 }));
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task Pages_ShowTheOrderAndTakeItsForms()
    {
        var no = await OpenOrderAsync("T-5<img onerror=x>");
        using var manager = system.ClientOf(Manager);
        Assert.Contains(no, await manager.GetStringAsync("/desk"), StringComparison.Ordinal);
        var page = await manager.GetStringAsync($"/orders/{no}");
        Assert.DoesNotContain("<img onerror", page, StringComparison.Ordinal);
        var token = Token().Match(page).Groups["value"].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["words"] = "收到",
            ["seen"] = "0",
            ["key"] = "k",
        });
        using var taken = await manager.PostAsync($"/orders/{no}/acknowledge", form);
        var after = await taken.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Contains("已签收", after, StringComparison.Ordinal);
        Assert.Contains("收到", after, StringComparison.Ordinal);
        using var forged = await manager.PostAsync(
            $"/orders/{no}/feedback", new FormUrlEncodedContent(new Dictionary<string, string> { ["words"] = "x" }));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        foreach (var path in new[] { "/orders", "/escalations", "/appeals" })
        {
            using var list = await manager.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        }
    }

    [Fact]
    public async Task List_OfAKeyBoundElsewhere_IsEmpty()
    {
        var no = await OpenOrderAsync("T-6");
        using var elsewhere = system.ClientOf("b", Core.Ports.FeedKeyScope.Read, organisations: ["H9"]);
        var list = await elsewhere.GetFromJsonAsync<JsonElement>("/api/orders");
        Assert.Equal(0, list.GetProperty("total").GetInt64());
        using var one = await elsewhere.GetAsync($"/api/orders/{no}");
        Assert.Equal(HttpStatusCode.NotFound, one.StatusCode);
    }

    private Task<string> OpenOrderAsync(string complaint) => system.OpenOrderAsync(complaint);

    private async Task RefusedAsync(Actor by, string no, string step, object form, int status, string code)
    {
        var (answered, problem) = await TakeAsync(by, no, step, form);
        Assert.Equal((status, code), ((int)answered, problem.GetProperty("code").GetString()));
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> TakeAsync(
        Actor by, string no, string step, object form, string? key = null)
    {
        using var client = system.ClientOf(by);
        if (key is not null) client.DefaultRequestHeaders.Add("Idempotency-Key", key);
        using var response = await client.PostAsJsonAsync($"/api/orders/{no}/{step}", form);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    [GeneratedRegex(
        """name="__RequestVerificationToken" value="(?<value>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
