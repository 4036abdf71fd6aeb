using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Supervision.Core.Ports;
using Supervision.Core.Reading;

namespace Supervision.Web.Api;

/// <summary>Lets callers in by API key.</summary>
internal static class ApiKeys
{
    /// <summary>Lets callers in whose key has one of these scopes; everybody else is told what is missing.</summary>
    public static TBuilder RequireKey<TBuilder>(this TBuilder endpoints, params FeedKeyScope[] scopes)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(builder =>
        {
            builder.Metadata.Add(Refusal(StatusCodes.Status401Unauthorized));
            builder.Metadata.Add(Refusal(StatusCodes.Status403Forbidden));
        });
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            var key = BearerOf(http.Request) is { } bearer
                ? await http.RequestServices.GetRequiredService<IFeedKeys>().FindAsync(bearer, http.RequestAborted)
                : null;
            if (key is null)
            {
                http.Response.Headers.WWWAuthenticate = "Bearer";
                return Results.Problem(
                    title: "An API key is needed", statusCode: StatusCodes.Status401Unauthorized,
                    detail: "Authorization: send 'Bearer KEY'. An administrator makes keys with 'keys add'.");
            }

            http.Features.Set(key);
            return scopes.Contains(key.Scope)
                ? await next(context)
                : Results.Problem(
                    title: "This key may not do that", statusCode: StatusCodes.Status403Forbidden,
                    detail: $"Authorization: a key with scope {string.Join(" or ", scopes).ToLowerInvariant()}"
                        + " is needed.");
        });
        return endpoints;
    }

    /// <summary>The key that a request was let in by.</summary>
    public static FeedKey KeyOf(HttpContext context) => context.Features.GetRequiredFeature<FeedKey>();

    /// <summary>What the caller may see; null means everything.</summary>
    public static ReadingScope? ScopeOf(HttpContext context) =>
        KeyOf(context).Organisations is { Count: > 0 } organisations ? new ReadingScope(organisations) : null;

    private static ProducesResponseTypeMetadata Refusal(int status) =>
        new(status, typeof(ProblemDetails), ["application/problem+json"]);

    private static string? BearerOf(HttpRequest request)
    {
        const string prefix = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? header[prefix.Length..].Trim() : null;
    }
}
