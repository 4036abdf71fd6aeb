using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Silo.Auditing;
using Supervision.Tests.Support;
using Supervision.Web.Identity;

namespace Supervision.Tests.Api;

/// <summary>Two people who are really signed in, each with a page of the same order before them.</summary>
public sealed class StepPageTests : IAsyncLifetime
{
    private readonly RealSystem system = new();

    private AuditLog Audit => system.Services.GetRequiredService<AuditLog>();

    public ValueTask InitializeAsync() => system.InitializeAsync();

    public ValueTask DisposeAsync() => system.DisposeAsync();

    [Fact]
    public async Task Step_ByTwoPagesAtOnce_TheLoserIsToldWhoCameFirst()
    {
        var no = await system.OpenOrderAsync("T-1");
        Visitor[] people =
            [await system.SignInAsync(Role.Manager, "W01"), await system.SignInAsync(Role.Manager, "W01")];
        var answers = await Task.WhenAll(
            people.Select(async person => await StepAsync(person, no, await person.TokenAsync($"/orders/{no}"))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        var places = answers.Select(answer => answer.Headers.Location!.ToString()).ToArray();
        var loser = Array.FindIndex(
            places, place => place.EndsWith("?refusal=order.changed", StringComparison.Ordinal));
        Assert.Equal([$"/orders/{no}", $"/orders/{no}?refusal=order.changed"], places.Order(StringComparer.Ordinal));
        var told = await people[loser].Http.GetStringAsync(places[loser]);
        var line = Audit.Find(new(AuditKind.StepRefused)).Items.Single();
        Assert.Equal((no, "acknowledge order.changed"), (line.Entry.Subject, line.Entry.Detail));
        var winner = Audit.Find(new(AuditKind.SignedIn)).Items.Single(one => one.Entry.Who != line.Entry.Who);
        var first = told[told.IndexOf("data-first", StringComparison.Ordinal)..];
        Assert.Contains(winner.Entry.Name, first[..first.IndexOf("</p>", StringComparison.Ordinal)]);
        foreach (var one in answers.Cast<IDisposable>().Concat(people))
        {
            one.Dispose();
        }
    }

    [Fact]
    public async Task Step_WithoutTheTokenBeforeItsFiles_TakesNothing()
    {
        var no = await system.OpenOrderAsync("T-1");
        using var person = await system.SignInAsync(Role.Manager, "W01");
        using var answer = await StepAsync(person, no, "forged");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var folder = system.Services.GetRequiredService<Silo.Hosting.DataFolder>().Attachments;
        Assert.Empty(Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        Assert.Equal("acknowledge order.forged", Audit.Find(new(AuditKind.StepRefused)).Items.Single().Entry.Detail);
    }

    [Fact]
    public async Task Refusals_InALoop_AddNoMoreLinesThanTheQuota()
    {
        var no = await system.OpenOrderAsync("T-1");
        using var person = await system.SignInAsync(Role.Manager, "W01");
        for (var i = 0; i < AuditQuota.LinesMax + 10; i++)
        {
            using var answer = await person.Http.PostAsync($"/api/orders/{no}/verify", null);
        }

        Assert.Equal(AuditQuota.LinesMax, Audit.Find(new(AuditKind.StepRefused)).Total);
    }

    [Fact]
    public void Quota_AfterItsMinute_SaysHowManyGotNoLine()
    {
        var time = new ManualTime();
        var quota = new AuditQuota(time);
        List<long> told = [];
        void Refuse() => quota.Spend(Caller.Stranger, told.Add);
        for (var i = 0; i < AuditQuota.LinesMax + 7; i++)
        {
            Refuse();
        }

        Assert.Equal(Enumerable.Repeat(0L, AuditQuota.LinesMax), told);
        time.Advance(TimeSpan.FromMinutes(1));
        Refuse();
        Refuse();
        Assert.Equal([7, 0], told[AuditQuota.LinesMax..]);
    }

    private static async Task<HttpResponseMessage> StepAsync(Visitor person, string no, string token)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new StringContent("0"), "seen" },
            { new StringContent("收到"), "words" },
            { new ByteArrayContent(SampleFiles.Pdf), "files", "a.pdf" },
        };
        return await person.Http.PostAsync($"/orders/{no}/acknowledge", form);
    }
}
