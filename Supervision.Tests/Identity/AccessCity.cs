using System.Net;
using System.Net.Http.Headers;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Tests.Support;
using Supervision.Web.Identity;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Identity;

/// <summary>
/// A city with one overdue case in hall H1 and one in T1, and one of everybody who can call: each role for the whole
/// city, for H1 and for a window of it, keys of each scope, kiosk links and a stranger.
/// </summary>
public sealed class AccessCity : IAsyncLifetime
{
    public const string Own = "OWN-2025-0001";
    public const string Foreign = "FOREIGN-2025-0002";
    public const string Hall = "H1";
    public const string Window = "W01";

    private readonly TemporaryFolder folder = new();

    internal RealSystem System { get; private set; } = null!;

    internal List<TestCaller> Callers { get; } = [];

    /// <summary>What everybody was answered everywhere, once somebody has asked.</summary>
    internal Visit[]? Visits { get; set; }

    public string KioskKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json);
        System = new RealSystem { Arguments = ["--Supervision:Rules", folder.File("rules.json")] };
        await System.InitializeAsync();
        var (status, _) = await System.PostAsync(string.Join('\n', new[]
        {
            Case(Own, """ "hall":"H1","window":"W01","department":"D1" """),
            Case(Foreign, """ "hall":"T1","department":"D2" """),
        }));
        Assert.Equal(HttpStatusCode.OK, status);
        await System.GetAsync("/api/board");
        await AddPeopleAsync();
        AddOthers();
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        folder.Dispose();
    }

    private async Task AddPeopleAsync()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            foreach (var organisation in (string?[])[null, Hall, Window])
            {
                if (organisation is null || role is not (Role.Admin or Role.Auditor))
                {
                    var visitor = await System.SignInAsync(role, organisation);
                    Callers.Add(new((Who)(1 << (int)role), organisation, visitor.Http));
                }
            }
        }
    }

    private void AddOthers()
    {
        Callers.Add(new(Who.Stranger, null, Plain()));
        foreach (var organisation in (string?[])[null, Hall])
        {
            foreach (var scope in (FeedKeyScope[])[FeedKeyScope.Facts, FeedKeyScope.Read])
            {
                var http = Plain();
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                    "Bearer", System.AddKey($"{scope} {organisation}", scope, Bound(organisation)));
                Callers.Add(new(scope == FeedKeyScope.Facts ? Who.FactsKey : Who.ReadKey, organisation, http));
            }

            var wall = Plain();
            KioskKey = System.AddKey($"kiosk {organisation}", FeedKeyScope.Kiosk, Bound(organisation));
            wall.DefaultRequestHeaders.Add("Cookie", $"{CallerReader.KioskCookie}={KioskKey}");
            Callers.Add(new(Who.Kiosk, organisation, wall));
        }
    }

    /// <summary>Keeps no cookies, so that it stays what it is when a page offers it one.</summary>
    private HttpClient Plain() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = System.Address,
    };

    private static string[] Bound(string? organisation) => organisation is null ? [] : [organisation];

    private static string Case(string no, string place) => Event(
        content: $$"""{"item":"PROMISED",{{place}}}""", id: no, subject: $"\"{no}\"",
        time: "\"2025-03-03T10:00:00+08:00\"");
}

/// <summary>Somebody who calls.</summary>
internal sealed record TestCaller(Who Who, string? Organisation, HttpClient Http)
{
    public override string ToString() => $"{Who} of {Organisation ?? "the city"}";
}
