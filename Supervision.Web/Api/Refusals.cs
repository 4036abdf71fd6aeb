using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Supervision.Web.Api;

/// <summary>Describes in OpenAPI what the access table does to endpoints that want a key or a person.</summary>
internal static class Refusals
{
    /// <summary>Adds the answers 401 and 403.</summary>
    public static TBuilder Restricted<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(builder =>
        {
            builder.Metadata.Add(Refusal(StatusCodes.Status401Unauthorized));
            builder.Metadata.Add(Refusal(StatusCodes.Status403Forbidden));
        });
        return endpoints;
    }

    private static IProducesResponseTypeMetadata Refusal(int status) =>
        new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]);
}
