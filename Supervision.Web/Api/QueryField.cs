using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Supervision.Core.Facts;

namespace Supervision.Web.Api;

/// <summary>A query field of an endpoint as the description shows it; <see cref="Fields"/> reads it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Says">What it means.</param>
internal sealed record QueryField(string Name, string Says)
{
    /// <summary>Type and bounds; a text when nothing else is said.</summary>
    public OpenApiSchema Schema { get; init; } = new() { Type = JsonSchemaType.String };

    /// <summary>Whether a request without it is refused.</summary>
    public bool Required { get; init; }

    /// <summary>A whole number within bounds, both inclusive.</summary>
    public static QueryField Number(string name, string says, int least, int most, int? fallback = null) =>
        new(name, says)
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = least.ToString(CultureInfo.InvariantCulture),
                Maximum = most.ToString(CultureInfo.InvariantCulture),
                Default = fallback is { } value ? JsonValue.Create(value) : null,
            },
        };

    /// <summary>One of an enumeration's contract names.</summary>
    public static QueryField Choice<T>(
        string name, string says, IReadOnlyDictionary<string, T> choices, string? fallback = null) =>
        new(name, says)
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. choices.Keys.Order(StringComparer.Ordinal).Select(choice => (JsonNode)choice)],
                Default = fallback is null ? null : JsonValue.Create(fallback),
            },
        };

    /// <summary>True or false.</summary>
    public static QueryField Flag(string name, string says) =>
        new(name, says) { Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean } };

    /// <summary>An instant with offset, within what facts may say.</summary>
    public static QueryField Instant(string name, string says) => new(
        name, $"{says} RFC 3339 with offset, from {FactBounds.Earliest:yyyy} to {FactBounds.End:yyyy}, exclusive.")
    {
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
    };
}

/// <summary>Puts query fields into the description.</summary>
internal static class QueryFields
{
    /// <summary>Says which query fields an endpoint reads.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder endpoint, params QueryField[] fields) =>
        endpoint.WithMetadata([.. fields]);

    /// <summary>Describes the fields of one operation.</summary>
    public static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var field in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryField>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = field.Name,
                In = ParameterLocation.Query,
                Description = field.Says,
                Required = field.Required,
                Schema = field.Schema,
            });
        }

        return Task.CompletedTask;
    }
}
