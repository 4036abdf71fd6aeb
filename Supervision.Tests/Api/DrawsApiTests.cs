using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Draws;
using Supervision.Core.People;
using Supervision.Silo.Attachments;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;
using Supervision.Web.Identity;

namespace Supervision.Tests.Api;

/// <summary>Draws over real HTTP: planned, committed, frozen, revealed, drawn, verified, inspected.</summary>
public sealed class DrawsApiTests : IAsyncLifetime
{
    private const string Password = "swordfish-2026";
    private static readonly string[] Parties = ["纪检监察", "政务中心"];

    private readonly RealSystem system = new() { Arguments = SignedIn.Arguments };
    private readonly List<Actor> people = [];

    private Actor Runner => people[0];

    public async ValueTask InitializeAsync()
    {
        await system.InitializeAsync();
        foreach (var (name, role) in new[]
            {
                ("孙监察", Role.Inspector), ("李抽查", Role.SpotChecker), ("周主任", Role.Leader), ("吴抽查", Role.SpotChecker),
            })
        {
            await system.MakeAccountAsync(name, role, null, Password);
        }

        await using var scope = system.Services.CreateAsyncScope();
        var accounts = await scope.ServiceProvider.GetRequiredService<Accounts>().ListAsync(CancellationToken.None);
        people.AddRange(new[] { "孙监察", "周主任", "李抽查", "吴抽查" }.Select(name =>
            accounts.Single(account => account.UserName == name)).Select(account =>
            new Actor(account.Id, account.UserName!, account.Role, null)));
    }

    public ValueTask DisposeAsync() => system.DisposeAsync();

    [Fact]
    public async Task Draw_FromPlanToResult_IsVerifiable()
    {
        var no = await DrawAsync();
        var (_, file) = await system.GetAsync($"/api/draws/{no}");
        Assert.Equal("drawn", StatusOf(file));
        var record = await system.Reader.GetByteArrayAsync($"/api/draws/{no}/record");
        Assert.Equal("", DrawSamples.Broken(record));
        Assert.Equal(file.GetProperty("draw").GetProperty("digest").GetString(), RecordReader.Read(record).Digest);

        var drawn = file.GetProperty("drawn")[0];
        var (id, sent) = (drawn.GetProperty("object").GetString()!, drawn.GetProperty("inspectors")[0].GetString()!);
        var replaced = await OkAsync(Runner, no, "replace", new { @object = id, inspector = sent, reason = "亲属" });
        var replacement = replaced.GetProperty("amendments")[0].GetProperty("replacement").GetString()!;
        Assert.Equal("", DrawSamples.Broken(await system.Reader.GetByteArrayAsync($"/api/draws/{no}/record")));
        await RefusedAsync(Person(sent), no, "inspect", new { @object = id }, 403, "draw.inspector");
        var done = await OkAsync(
            Person(replacement), no, "inspect", new { @object = id, failed = new[] { "仪容" }, words = "未佩戴工牌" });
        Assert.Equal(1, done.GetProperty("draw").GetProperty("findings").GetInt32());
    }

    [Fact]
    public async Task Steps_OutOfTurnOrOfOthers_AreRefusedAsProblems()
    {
        var no = await PlanAsync();
        await RefusedAsync(Runner, no, "freeze", Freeze(3), 409, "draw.turn");
        await RefusedAsync(Person("李抽查"), no, "commit", new { commitment = DrawSamples.Hash("x") }, 403, "draw.party");
        await RefusedAsync(Runner, no, "commit", new { commitment = "x" }, 400, "draw.commitment");
        await RefusedAsync(Runner, "SJ-1999-0001", "commit", new { commitment = "x" }, 404, "draw.unknown");
        await CommitAsync(no);
        foreach (var (pool, fault) in new (object, string)[]
            {
                (Freeze(0), "pool.empty"), (Freeze(3, count: 4), "stratum.small"),
                (Freeze(3, id: _ => "W1"), "object.twice"),
                (Freeze(3, perObject: 5), "object.inspectors"), (Freeze(3, weight: 0), "object.weight"),
            })
        {
            var (status, problem) = await TakeAsync(Runner, no, "freeze", pool);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.True(problem.GetProperty("errors").TryGetProperty(fault, out _), fault);
        }

        await RefusedAsync(Person("周主任"), no, "freeze", Freeze(3), 403, null);
        await OkAsync(Runner, no, "freeze", Freeze(3));
        await RefusedAsync(Runner, no, "reveal", new { secret = DrawSamples.Hash("other") }, 409, "draw.secret");
        var (_, file) = await system.GetAsync($"/api/draws/{no}");
        Assert.Equal(2, file.GetProperty("draw").GetProperty("given").GetInt32());
        using var undrawn = await system.Reader.GetAsync($"/api/draws/{no}/record");
        Assert.Equal(HttpStatusCode.NotFound, undrawn.StatusCode);
        var aborted = await OkAsync(Runner, no, "abort", new { reason = "名单有误" });
        Assert.Equal("aborted", StatusOf(aborted));
        var (_, list) = await system.GetAsync("/api/draws?state=aborted");
        Assert.Equal(no, list.GetProperty("items")[0].GetProperty("no").GetString());
    }

    [Fact]
    public async Task Plan_WithAFieldAtFault_NamesIt()
    {
        foreach (var (plan, field) in new (object, string)[]
            {
                (new { title = "x", parties = new[] { new { name = "a", account = "nobody" } } }, "kind"),
                (
                    new { title = "x", kind = "list", parties = new[] { new { name = "a", account = "nobody" } } },
                    "parties"),
                (new { title = "x", kind = "list", previous = "SJ-1999-0001" }, "previous"),
                (new { title = "x", kind = "list", @for = new { line = "?", year = 2026, part = 1 } }, "for"),
            })
        {
            var (status, problem) = await PostAsync(Runner, "/api/draws", plan);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), field);
        }
    }

    [Fact]
    public async Task Numbers_FollowEachOther_AndARedrawNamesTheFormer()
    {
        var first = await PlanAsync();
        var second = await PlanAsync(previous: first);
        Assert.Equal("0001", first[^4..]);
        Assert.Equal("0002", second[^4..]);
        var (_, file) = await system.GetAsync($"/api/draws/{second}");
        Assert.Equal(first, file.GetProperty("draw").GetProperty("previous").GetString());
    }

    [Fact]
    public async Task Plan_SentTwiceUnderOneKey_IsOneDraw()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PlanUnderAsync("k-1")));
        var no = Assert.Single(all.Distinct(StringComparer.Ordinal));
        Assert.Equal(no, await PlanUnderAsync("k-1"));
        Assert.NotEqual(no, await PlanUnderAsync("k-2"));
        var (_, list) = await system.GetAsync("/api/draws");
        Assert.Equal(2, list.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task List_IsTriedByRow_ThenFrozen_AndHandedOutWithItsProbabilities()
    {
        var no = await PlanAsync();
        var faulty = await TryAsync(no, "try", new { percent = 50 }, "id,weight\nW1,1\nW1,1\nW2,NaN\n");
        Assert.Equal(
            ["3 id object.twice", "4 weight list"],
            faulty.GetProperty("faults").EnumerateArray().Select(fault =>
                $"{fault.GetProperty("row")} {fault.GetProperty("column")} {fault.GetProperty("code")}"));
        const string csv = "id,stratum,organisation\nW1,甲,H1\nW2,甲,H1\nW3,甲,\nW4,乙,\n";
        var trial = await TryAsync(no, "try", new { percent = 50 }, csv);
        var strata = trial.GetProperty("odds").GetProperty("strata");
        Assert.Equal(2, strata.GetProperty("甲").GetProperty("count").GetInt32()); // half of three, rounded up
        Assert.Equal(1, strata.GetProperty("乙").GetProperty("count").GetInt32());
        var (_, before) = await system.GetAsync($"/api/draws/{no}");
        Assert.Equal("committing", StatusOf(before)); // a trial freezes nothing

        await CommitAsync(no);
        await TryAsync(no, "freeze", new { percent = 50 }, csv);
        var early = (await PoolOfAsync(no))[1].Split(',');
        Assert.Equal(("W1", "甲", "", ""), (early[0], early[1], early[7], early[8])); // no ticket before the seed
        await RevealAsync(no);
        var lines = await PoolOfAsync(no);
        Assert.Equal(5, lines.Length);
        Assert.Equal(
            [0.6667, 0.6667, 0.6667, 1],
            lines.Skip(1).Select(line => Math.Round(double.Parse(line.Split(',')[6], null), 4)));
        Assert.All(lines.Skip(1), line => Assert.Equal(64, line.Split(',')[7].Length));
        Assert.Equal(
            ["1", "2", "3"],
            lines.Skip(1).Select(line => line.Split(',')[8]).Where(place => place.Length > 0).Order());
    }

    [Theory]
    [InlineData("{", "body")]
    [InlineData("""{"rule": {"count": 1, "percent": 2}, "objects": []}""", "rule")]
    [InlineData("""{"rule": {"percent": 0}, "objects": [{"id": "W1"}]}""", "rule")]
    [InlineData("""{"rule": {"count": 1}, "objects": [{"id": "W1", "weight": 1.5}]}""", "body")]
    [InlineData("""{"rule": {"count": 1}, "objects": [{"id": "W1", "weight": NaN}]}""", "body")]
    [InlineData("""{"rule": {"count": 1}}""", "objects")]
    public async Task Freeze_WithABodyAtFault_NamesIt(string body, string field)
    {
        var no = await PlanAsync();
        await CommitAsync(no);
        using var client = system.ClientOf(Runner);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync($"/api/draws/{no}/freeze", content);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task Picture_OfAResult_IsLeftAloneByTheSweep()
    {
        var no = await DrawAsync();
        var (_, file) = await system.GetAsync($"/api/draws/{no}");
        var drawn = file.GetProperty("drawn")[0];
        using var client = system.ClientOf(Person(drawn.GetProperty("inspectors")[0].GetString()!));
        using var form = new MultipartFormDataContent
        {
            { new StringContent(drawn.GetProperty("object").GetString()!), "object" },
            { new StringContent("见照片"), "words" },
            { new ByteArrayContent(SampleFiles.Png), "files", "a.png" },
        };
        using var answer = await client.PostAsync($"/api/draws/{no}/inspect", form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var folder = system.Services.GetRequiredService<DataFolder>().Attachments;
        var kept = Assert.Single(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        File.SetLastWriteTimeUtc(kept, DateTime.UnixEpoch);
        Assert.Equal(0, await system.Services.GetRequiredService<AttachmentSweeper>().SweepAsync(default));
        var hash = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0]
            .GetProperty("result").GetProperty("attachments")[0].GetProperty("hash").GetString();
        Assert.Equal(SampleFiles.Png, await system.Reader.GetByteArrayAsync($"/api/draws/{no}/attachments/{hash}"));
    }

    private async Task<string> PlanUnderAsync(string key)
    {
        using var client = system.ClientOf(Runner);
        client.DefaultRequestHeaders.Add("Idempotency-Key", key);
        using var answer = await client.PostAsJsonAsync("/api/draws", Plan(null));
        var file = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.StatusCode == HttpStatusCode.Created, file.ToString());
        return file.GetProperty("draw").GetProperty("no").GetString()!;
    }

    private async Task<JsonElement> TryAsync(string no, string step, object rule, string csv)
    {
        using var client = system.ClientOf(Runner);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(JsonSerializer.Serialize(new { rule })), "body" },
            { new StringContent(csv), "file", "list.csv" },
        };
        using var answer = await client.PostAsync($"/api/draws/{no}/{step}", form);
        var read = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, read.ToString());
        return read;
    }

    private async Task<string[]> PoolOfAsync(string no) =>
        (await system.Reader.GetStringAsync($"/api/draws/{no}/pool")).Replace("\"", "", StringComparison.Ordinal)
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private async Task RevealAsync(string no)
    {
        foreach (var (party, place) in Parties.Select((party, place) => (party, place)))
        {
            await OkAsync(people[place], no, "reveal", new { secret = DrawSamples.Hash(party) });
        }

        while (StatusOf((await system.GetAsync($"/api/draws/{no}")).Answer) == "seeded")
        {
            await Task.Yield(); // the reaction is on its way
        }
    }

    private async Task<string> DrawAsync()
    {
        var no = await PlanAsync();
        await CommitAsync(no);
        await OkAsync(Runner, no, "freeze", Freeze(6));
        await RevealAsync(no);
        return no;
    }

    private async Task<string> PlanAsync(string? previous = null)
    {
        var (status, file) = await PostAsync(Runner, "/api/draws", Plan(previous));
        Assert.True(status == HttpStatusCode.Created, file.ToString());
        return file.GetProperty("draw").GetProperty("no").GetString()!;
    }

    private object Plan(string? previous) => new
    {
        title = "抽查",
        kind = "list",
        selection = "名单",
        previous,
        reason = "重抽",
        parties = Parties.Select((party, place) => new { name = party, account = people[place].Name }),
    };

    private async Task CommitAsync(string no)
    {
        foreach (var (party, place) in Parties.Select((party, place) => (party, place)))
        {
            var commitment = Digests.Commitment(no, party, DrawSamples.Hash(party));
            await OkAsync(people[place], no, "commit", new { commitment });
        }
    }

    private static object Freeze(
        int objects, int count = 2, int perObject = 2, int weight = 1, Func<int, string>? id = null) => new
        {
            rule = new { count, perObject },
            objects = Enumerable.Range(1, objects).Select(number => new
            {
                id = id?.Invoke(number) ?? $"W{number}",
                weight,
            }),
        };

    private Actor Person(string name) => people.Single(person => person.Name == name);

    private static string StatusOf(JsonElement file) =>
        file.GetProperty("draw").GetProperty("status").GetString()!;

    private async Task<JsonElement> OkAsync(Actor by, string no, string step, object body)
    {
        var (status, answer) = await TakeAsync(by, no, step, body);
        Assert.True(status == HttpStatusCode.OK, $"{step}: {answer}");
        return answer;
    }

    private async Task RefusedAsync(Actor by, string no, string step, object body, int status, string? code)
    {
        var (answered, problem) = await TakeAsync(by, no, step, body);
        Assert.Equal(status, (int)answered);
        Assert.Equal(code, problem.TryGetProperty("code", out var said) ? said.GetString() : null);
    }

    private Task<(HttpStatusCode Status, JsonElement Answer)> TakeAsync(
        Actor by, string no, string step, object body) => PostAsync(by, $"/api/draws/{no}/{step}", body);

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(Actor by, string path, object body)
    {
        using var client = system.ClientOf(by);
        using var answer = await client.PostAsJsonAsync(path, body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
