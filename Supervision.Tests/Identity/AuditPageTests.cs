using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Silo.Auditing;

namespace Supervision.Tests.Identity;

/// <summary>Who read what, and who tried, is on record; the record can be filtered and taken along.</summary>
public sealed class AuditPageTests(AccessCity city) : IClassFixture<AccessCity>
{
    private AuditLog Audit => city.System.Services.GetRequiredService<AuditLog>();

    [Fact]
    public async Task Reading_OfACase_IsOnRecordByPersonAndByKey()
    {
        using var clerk = await city.System.SignInAsync(Role.Clerk, AccessCity.Hall);
        using var own = await clerk.Http.GetAsync($"/cases/{AccessCity.Own}");
        using var foreign = await clerk.Http.GetAsync($"/cases/{AccessCity.Foreign}");
        var byPerson = Audit.Find(new AuditQuery(AuditKind.CaseRead)).Items[0].Entry;
        Assert.Equal(
            (AccessCity.Own, "clerk", AccessCity.Hall), (byPerson.Subject, byPerson.Role, byPerson.Organisation));

        using var reader = await city.System.Reader.GetAsync($"/api/cases/{AccessCity.Own}");
        Assert.Equal("reader", Audit.Find(new AuditQuery(AuditKind.CaseRead)).Items[0].Entry.Who);
    }

    [Fact]
    public async Task Refusal_IsOnRecordWithWhatWasAskedFor()
    {
        using var leader = await city.System.SignInAsync(Role.Leader);
        using var answer = await leader.Http.GetAsync("/keys");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var line = Audit.Find(new AuditQuery(AuditKind.Refused)).Items[0].Entry;
        Assert.Equal(("GET /keys", "leader"), (line.Subject, line.Role));
    }

    [Fact]
    public async Task Page_Filtered_ShowsAndDownloadsWhatWasAskedForAndIsItselfOnRecord()
    {
        using var auditor = await city.System.SignInAsync(Role.Auditor);
        using var download = await auditor.Http.GetAsync("/alerts/download");
        var page = await auditor.Http.GetStringAsync("/audit?kind=exported&from=2020-01-01&to=2099-12-31");
        Assert.Contains("<td>alerts</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<td>audit</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<td>alerts</td>", await auditor.Http.GetStringAsync("/audit?to=2020-01-01"));

        var csv = await auditor.Http.GetStringAsync("/audit/download?kind=exported");
        Assert.Contains(",\"alerts\",", csv, StringComparison.Ordinal);
        Assert.NotEmpty(Audit.Find(new AuditQuery(AuditKind.AuditRead)).Items);
        Assert.Null(Audit.FirstBroken());
    }

    [Fact]
    public async Task Person_SignedIn_ReadsTheApiAsFarAsTheOrganisationGoes()
    {
        using var manager = await city.System.SignInAsync(Role.Manager, AccessCity.Hall);
        using var board = JsonDocument.Parse(await manager.Http.GetStringAsync("/api/board"));
        Assert.Equal(1, board.RootElement.GetProperty("open").GetInt32());
        Assert.Equal(0, board.RootElement.GetProperty("sources").GetArrayLength());
    }
}
