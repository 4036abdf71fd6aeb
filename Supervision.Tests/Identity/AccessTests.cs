using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Web.Identity;

namespace Supervision.Tests.Identity;

/// <summary>Every endpoint, every caller, own and other organisation: the system answers as the table says.</summary>
public sealed class AccessTests(AccessCity city) : IClassFixture<AccessCity>
{
    private static readonly string[] Methods = ["GET", "POST", "DELETE"];

    private static readonly string[] Lists =
        ["/alerts", "/alerts/download", "/cases", "/api/cases", "/api/alerts"];

    private static readonly string[] Single = ["/cases/{No}", "/api/cases/{no}", "/api/cases/{no}/clocks"];

    private RouteEndpoint[] Mapped => [.. city.System.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()];

    [Fact]
    public async Task System_AnswersEveryCaller_AsTheTableSays() =>
        Assert.Empty(await WalkAsync(AccessTable.Standard));

    /// <summary>The walk is worth something only if it notices.</summary>
    [Theory]
    [InlineData("/audit")]
    [InlineData("/api/cases/{no}")]
    [InlineData("/wall")]
    public async Task Walk_ByATableWithoutOneRule_FindsTheDifference(string route)
    {
        var rules = AccessTable.Standard.Rules;
        var without = new AccessTable([.. rules.Where(rule => rule.Route != route)]);
        var differences = await WalkAsync(without);
        Assert.NotEmpty(differences);
        Assert.All(differences, difference => Assert.Contains($" {route} ", difference));
        Assert.Equal([route], without.Unlisted(Mapped));
    }

    [Fact]
    public void Table_ListsEveryEndpointAndNothingElse()
    {
        Assert.Empty(AccessTable.Standard.Unlisted(Mapped));
        Assert.Empty(AccessTable.Standard.Unmapped(Mapped));
        foreach (var rule in AccessTable.Standard.Rules)
        {
            var without = new AccessTable(AccessTable.Standard.Rules.Remove(rule));
            Assert.Equal([rule.Route], without.Unlisted(Mapped));
        }
    }

    [Fact]
    public async Task Lists_ShowAnotherOrganisationOnlyToTheWholeCity()
    {
        foreach (var (route, caller) in Allowed(Lists))
        {
            var text = await caller.Http.GetStringAsync(route);
            Assert.True(text.Contains(AccessCity.Own, StringComparison.Ordinal), $"{caller}: own at {route}");
            Assert.True(
                text.Contains(AccessCity.Foreign, StringComparison.Ordinal) == caller.Organisation is null,
                $"{caller}: foreign at {route}");
        }
    }

    [Fact]
    public async Task Case_OfAnotherOrganisation_LooksAsIfItDidNotExist()
    {
        foreach (var (route, caller) in Allowed(Single))
        {
            foreach (var no in (string[])[AccessCity.Own, AccessCity.Foreign])
            {
                using var answer = await caller.Http.GetAsync(
                    route.Replace("{no}", no, StringComparison.OrdinalIgnoreCase));
                var expected = no == AccessCity.Own || caller.Organisation is null
                    ? HttpStatusCode.OK
                    : HttpStatusCode.NotFound;
                Assert.True(
                    expected == answer.StatusCode, $"{caller}: {no} at {route} answered {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public void Document_ShowsTheTableAsItIs()
    {
        var shown = File.ReadAllText(Path.Combine(Support.SharedFiles.Root, "docs", "access.md"));
        Assert.Contains(AccessDocument.Of(AccessTable.Standard), shown, StringComparison.Ordinal);
    }

    private IEnumerable<(string Route, TestCaller Caller)> Allowed(string[] routes) =>
        from route in routes
        from caller in city.Callers
        where AccessTable.Standard.Rules.Single(rule => rule.Route == route).Who.HasFlag(caller.Who)
        select (route, caller);

    /// <summary>Where the system and a table differ.</summary>
    private async Task<IEnumerable<string>> WalkAsync(AccessTable table) =>
        from visit in city.Visits ??= await VisitAsync().ToArrayAsync()
        let rule = table.Find(visit.Endpoint, visit.Method)
        where IsAllowed(rule, visit.Caller) != visit.IsIn && !(rule is null && visit.IsNothing)
        select $"{visit.Method} {AccessTable.RouteOf(visit.Endpoint)} by {visit.Caller}: {(int)visit.Status}";

    /// <summary>Every caller asks every endpoint in every way.</summary>
    private async IAsyncEnumerable<Visit> VisitAsync()
    {
        foreach (var endpoint in Mapped.DistinctBy(AccessTable.RouteOf))
        {
            foreach (var method in Methods)
            {
                foreach (var caller in city.Callers)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), PathOf(endpoint));
                    using var answer = await caller.Http.SendAsync(request);
                    yield return new Visit(
                        endpoint, method, caller, answer.StatusCode, answer.Headers.Location?.OriginalString ?? "");
                }
            }
        }
    }

    private static bool IsAllowed(AccessRule? rule, TestCaller caller) =>
        rule is not null && rule.Who.HasFlag(caller.Who)
        && !(rule.Bound == Bound.Refused && caller.Organisation is not null)
        && !(rule.Bound == Bound.Figures && caller.Organisation == AccessCity.Window);

    private string PathOf(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!
        .Replace("{no}", AccessCity.Own, StringComparison.OrdinalIgnoreCase)
        .Replace("{**path:file}", "favicon.svg", StringComparison.Ordinal)
        .Replace("{hash}", new string('0', 64), StringComparison.Ordinal)
        .Replace("{key}", city.KioskKey, StringComparison.Ordinal)
        .Replace("{id}", "W01", StringComparison.OrdinalIgnoreCase)
        .Replace("{Staff}", "U1", StringComparison.Ordinal)
        .Replace("{receipt}", "00000-00000-00000-00000", StringComparison.OrdinalIgnoreCase)
        .Replace("{period}", "2026-10", StringComparison.OrdinalIgnoreCase)
        .Replace("{Of}", "window", StringComparison.OrdinalIgnoreCase)
        .Replace("{Object}", "W01", StringComparison.Ordinal)
        .Replace("{documentName}", "v1", StringComparison.Ordinal);
}

/// <summary>What one caller was answered.</summary>
internal sealed record Visit(
    RouteEndpoint Endpoint, string Method, TestCaller Caller, HttpStatusCode Status, string Location)
{
    public bool IsIn => Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        && !Location.StartsWith("/sign-in?back=", StringComparison.Ordinal);

    /// <summary>Under that method there is nothing but, perhaps, the route of a file that does not exist.</summary>
    public bool IsNothing => Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound;
}

/// <summary>The table as the document shows it, so that who may do what changes only in sight.</summary>
internal static class AccessDocument
{
    public static string Of(AccessTable table) => string.Concat(
        table.Rules.Select(rule => $"| {rule.Methods} | `{rule.Route}` | {Spell(rule.Who)} | {Spell(rule.Bound)} |\n"));

    private static string Spell(Who who) => who switch
    {
        Who.Everybody => "everybody",
        Who.None => "nobody",
        _ => string.Join(", ", Bits(who)),
    };

    private static IEnumerable<string> Bits(Who who)
    {
        if (who.HasFlag(Who.People))
        {
            yield return "people";
            who &= ~Who.People;
        }

        foreach (var bit in Enum.GetValues<Who>().Where(bit => int.IsPow2((int)bit) && who.HasFlag(bit)))
        {
            yield return bit switch
            {
                Who.FactsKey => "facts key",
                Who.ReadKey => "read key",
                Who.Demo => "demo",
                _ => bit.ToString().ToLowerInvariant(),
            };
        }
    }

    private static string Spell(Bound bound) => bound.ToString().ToLowerInvariant();
}
