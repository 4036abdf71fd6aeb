using System.Collections.Immutable;
using Microsoft.AspNetCore.StaticAssets;
using static Supervision.Web.Identity.Bound;
using static Supervision.Web.Identity.Who;

namespace Supervision.Web.Identity;

/// <summary>One line of the table.</summary>
/// <param name="Methods">HTTP methods, separated by blanks; HEAD goes with GET.</param>
/// <param name="Route">Pattern of the address as it is mapped.</param>
/// <param name="Who">Who may use it.</param>
/// <param name="Bound">What being bound to an organisation means there.</param>
internal sealed record AccessRule(string Methods, string Route, Who Who, Bound Bound)
{
    public bool Takes(string method) =>
        Methods.Split(' ').Contains(HttpMethods.IsHead(method) ? HttpMethods.Get : method, StringComparer.Ordinal);
}

/// <summary>
/// Every page and endpoint with who may use it. <see cref="AccessGate"/> asks nothing else; what is not listed answers
/// nobody, and the system does not start while something mapped is missing here.
/// </summary>
internal sealed class AccessTable(ImmutableArray<AccessRule> rules)
{
    /// <summary>Stands for all files of <c>wwwroot</c>; they say nothing about anybody.</summary>
    public const string Assets = "(assets)";

    /// <summary>How files are served that were added after the build; a published program has none.</summary>
    private const string LaterFiles = "{**path:file}";

    private const Who Walls = People | Kiosk | Demo;
    private const Who Readers = People | ReadKey;
    private const Who ReportReaders = Inspector | Leader | Auditor | Admin;
    private const Who Runners = Inspector | SpotChecker;

    public static AccessTable Standard { get; } = new(
    [
        new("GET", "/", People, Part),
        new("GET", "/alerts", People, Part),
        new("GET", "/alerts/download", People, Part),
        new("GET", "/cases", People, Part),
        new("GET", "/cases/{No}", People, Own),
        new("GET", "/desk", People, Part),
        new("GET", "/orders", People, Part),
        new("GET", "/orders/{No}", People, Own),
        new("POST", "/orders/{no}/{step}", People, Own),
        new("GET", "/escalations", People, Part),
        new("GET", "/appeals", People, Part),
        new("GET", "/halls", People, Part),
        new("GET", "/halls/download", People, Part),
        new("GET", "/windows/{Id}", People, Own),
        new("GET", "/attendance", People, Part),
        new("GET", "/attendance/download", People, Part),
        new("GET", "/attendance/{Staff}", People, Own),
        new("GET POST", "/leave", People, Part),
        new("GET", "/leave/download", People, Part),
        new("GET POST", "/patrols", People, Part),
        new("GET", "/patrols/download", People, Part),
        new("GET", "/patrols/{id}/photos/{hash}", People, Own),
        new("GET POST", "/ratings", People, Part),
        new("GET", "/ratings/download", People, Part),
        new("GET", "/complaints", People, Part),
        new("GET", "/complaints/download", People, Part),
        new("GET", "/sources", ReportReaders, Refused),
        new("GET", "/reports", ReportReaders, Refused),
        new("GET POST", "/reports/investment", ReportReaders, Refused),
        new("GET", "/reports/investment/download", ReportReaders, Refused),
        new("GET", "/reports/bulletin/{Period}", ReportReaders, Refused),
        new("GET", "/reports/bulletin/{period}/download", ReportReaders, Refused),
        new("GET", "/reports/evidence", ReportReaders, Refused),
        new("GET", "/questions", ReportReaders, Refused),
        new("GET", "/questions/check", ReportReaders, Refused),
        new("GET", "/questions/download", ReportReaders, Refused),
        new("GET POST", "/rankings", People, Part),
        new("GET", "/rankings/download", People, Part),
        new("GET", "/scores/{Of}/{Id}", People, Own),
        new("GET POST", "/scheme", Inspector | Leader | Auditor | Admin, Refused),
        new("POST", "/scheme/rulebook", Inspector | Leader | Auditor | Admin, Refused),
        new("GET", "/honours", People, Alike),
        new("GET", "/leader", Inspector | Leader | Auditor, Part),
        new("GET", "/draws", People, Alike),
        new("GET", "/draws/new", Runners, Refused),
        new("GET", "/draws/year", People, Alike),
        new("GET", "/draws/{No}", People, Alike),
        new("GET", "/draws/{No}/live", People, Alike),
        new("GET", "/draws/{No}/tasks", People, Alike),
        new("GET", "/draws/{No}/tasks/{Object}", People, Alike),
        new("GET", "/wall", Walls, Figures),
        new("GET POST DELETE", "/hubs/board", Walls | ReadKey, Part),
        new("POST", "/hubs/board/negotiate", Walls | ReadKey, Part),

        new("GET", "/public", Everybody, Alike),
        new("GET", "/public/cases", Everybody, Alike),
        new("GET", "/public/cases/{Receipt}", Everybody, Alike),
        new("GET", "/public/verify-draw", Everybody, Alike),
        new("GET POST", "/sign-in", Everybody, Alike),
        new("POST", "/sign-out", Everybody, Alike),
        new("GET POST", "/password", People, Alike),
        new("POST", "/passkeys/creation-options", People, Alike),
        new("POST", "/passkeys/request-options", Everybody, Alike),
        new("GET POST", "/first-administrator", Everybody, Alike),
        new("GET", "/kiosk/{key}", Everybody, Alike),
        new("GET POST", "/accounts", Admin, Refused),
        new("GET POST", "/devices", Admin, Refused),
        new("GET POST", "/imports", Admin, Refused),
        new("GET POST", "/jobs", Admin, Refused),
        new("GET POST", "/keys", Admin, Refused),
        new("GET POST", "/inbox", People, Own),
        new("GET POST", "/inbox/settings", People, Own),
        new("GET POST", "/messages", Admin, Refused),
        new("GET", "/audit", Auditor | Admin, Refused),
        new("GET", "/audit/download", Auditor | Admin, Refused),

        new("POST", "/api/facts", FactsKey, Own),
        new("POST", "/api/clock", FactsKey, Alike),
        new("GET POST", "/iclock/cdata", Everybody, Alike), // terminals show a serial number and a key, and the
        new("GET", "/iclock/getrequest", Everybody, Alike), // door turns away what is not on its list
        new("POST", "/iclock/devicecmd", Everybody, Alike),
        new("GET", "/iclock/ping", Everybody, Alike),
        new("POST", "/devices/hikvision", Everybody, Alike),
        new("GET", "/api/board", Readers, Figures),
        new("GET", "/api/cases", Readers, Part),
        new("GET", "/api/cases/{no}", Readers, Own),
        new("GET", "/api/cases/{no}/clocks", Readers, Own),
        new("GET", "/api/alerts", Readers, Part),
        new("GET", "/api/windows/{id}", Readers, Own),
        new("GET", "/api/attendance", Readers, Part),
        new("GET", "/api/orders", Readers, Part),
        new("POST", "/api/orders", People, Own),
        new("GET", "/api/orders/{no}", Readers, Own),
        new("GET", "/api/orders/{no}/attachments/{hash}", Readers, Own),
        new("POST", "/api/orders/{no}/acknowledge", People, Own),
        new("POST", "/api/orders/{no}/feedback", People, Own),
        new("POST", "/api/orders/{no}/rectify", People, Own),
        new("POST", "/api/orders/{no}/verify", People, Own),
        new("POST", "/api/orders/{no}/appeal", People, Own),
        new("POST", "/api/orders/{no}/decide", People, Own),
        new("GET", "/api/draws", Readers, Alike),
        new("POST", "/api/draws", Runners, Refused),
        new("GET", "/api/draws/{no}", Readers, Alike),
        new("GET", "/api/draws/{no}/record", Readers, Alike),
        new("GET", "/api/draws/{no}/pool", Readers, Alike),
        new("GET", "/api/draws/{no}/attachments/{hash}", Readers, Alike),
        new("POST", "/api/draws/{no}/commit", People, Alike),
        new("POST", "/api/draws/{no}/try", Runners, Refused),
        new("POST", "/api/draws/{no}/freeze", Runners, Refused),
        new("POST", "/api/draws/{no}/reveal", People, Alike),
        new("POST", "/api/draws/{no}/beacon", Runners, Refused),
        new("POST", "/api/draws/{no}/abort", Runners, Refused),
        new("POST", "/api/draws/{no}/replace", Runners, Refused),
        new("POST", "/api/draws/{no}/inspect", Runners, Alike),
        new("GET POST", "/api/silences/{register}", People, Own),
        new("POST", "/api/silences/{register}/{id}/end", People, Own),
        new("GET", "/api/reports/investment", ReportReaders | ReadKey, Refused),
        new("GET", "/api/reports/bulletin", ReportReaders | ReadKey, Refused),
        new("GET", "/api/rankings", Readers, Part),
        new("GET", "/api/scores/{of}/{id}", Readers, Own),
        new("POST", "/api/months/{period}/close", Inspector | Leader, Refused),
        new("GET", "/api/deadline", Readers, Alike),
        new("GET", "/api/journal/head", Readers, Alike),
        new("GET", "/api/journal/proof", Readers, Own),

        new("GET", "/api/public/cases/{receipt}", Everybody, Alike),
        new("GET", "/api/public/figures", Everybody, Alike),

        new("GET", "/openapi/{documentName}.json", Everybody, Alike),
        new("GET", "/healthz/live", Everybody, Alike),
        new("GET", "/healthz/ready", Everybody, Alike),
        new("GET", "/looks.css", Everybody, Alike),
        new("GET", Assets, Everybody, Alike),
        new("GET", "/_framework/opaque-redirect", None, Alike), // Blazor's own; nothing of ours leads there
    ]);

    private readonly ILookup<string, AccessRule> byRoute = rules.ToLookup(rule => rule.Route, StringComparer.Ordinal);

    public ImmutableArray<AccessRule> Rules => rules;

    /// <summary>The line for a request; null means that nobody may.</summary>
    public AccessRule? Find(RouteEndpoint endpoint, string method) =>
        byRoute[RouteOf(endpoint)].FirstOrDefault(rule => rule.Takes(method));

    /// <summary>Whether the table has a line that lets a caller read an address; for links on pages.</summary>
    public bool MayRead(Caller caller, string route) => byRoute[route].Any(rule =>
        rule.Who.HasFlag(caller.Who) && !(rule.Bound == Refused && caller.Organisations.Count > 0));

    /// <summary>Mapped routes that have no line.</summary>
    public IEnumerable<string> Unlisted(IEnumerable<Endpoint> mapped) =>
        mapped.OfType<RouteEndpoint>().Where(endpoint => !IsListed(endpoint)).Select(RouteOf)
            .Distinct(StringComparer.Ordinal);

    /// <summary>Whether any of the methods it answers has a line; those without one are refused at the gate.</summary>
    private bool IsListed(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods
            ? methods.Any(method => Find(endpoint, method) is not null)
            : byRoute.Contains(RouteOf(endpoint));

    /// <summary>Lines that no route is mapped for.</summary>
    public IEnumerable<string> Unmapped(IEnumerable<Endpoint> mapped) =>
        rules.Select(rule => rule.Route).Except(
            mapped.OfType<RouteEndpoint>().Select(RouteOf), StringComparer.Ordinal);

    public static string RouteOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || endpoint.RoutePattern.RawText == LaterFiles
            ? Assets
            : "/" + endpoint.RoutePattern.RawText?.Trim('/');
}
