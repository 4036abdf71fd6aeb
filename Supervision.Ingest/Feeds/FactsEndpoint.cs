using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Supervision.Core.Facts;
using Supervision.Core.Ports;

namespace Supervision.Ingest.Feeds;

/// <summary>The feed door, <c>POST /api/facts</c> (contract section 2).</summary>
public static class FactsEndpoint
{
    private const string BearerPrefix = "Bearer ";
    private const int KeyCharactersMax = 256;

    /// <summary>
    /// Registers what the door needs. The host adds <see cref="IEngine"/>, <see cref="IFeedKeys"/> and
    /// <see cref="IPersonMarker"/>, and a <see cref="FactCheck"/> when facts are to be judged before they are
    /// submitted.
    /// </summary>
    /// <exception cref="ArgumentException">The limits cannot be used; the message lists every fault.</exception>
    public static IServiceCollection AddFacts(this IServiceCollection services, FeedLimits limits)
    {
        var faults = string.Join(Environment.NewLine, limits.Faults());
        if (faults.Length > 0) throw new ArgumentException(faults, nameof(limits));
        services.AddSingleton(limits);
        services.AddSingleton<FactReader>();
        services.AddSingleton<FactBodies>();
        services.AddSingleton<FactsIntake>();
        services.TryAddSingleton(new FactCheck(_ => null));
        return services;
    }

    /// <summary>
    /// Registers the door as every process of the system opens it: people are hashed, and what cannot be used is
    /// refused with a reason. The host adds <see cref="IEngine"/>, <see cref="IRuleShelf"/> and
    /// <see cref="IFeedKeys"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="personSecret">The key under which people are hashed.</param>
    /// <param name="isReplay">Replay takes any time there is a calendar for, and one batch after another.</param>
    public static IServiceCollection AddFactDoor(
        this IServiceCollection services, byte[] personSecret, bool isReplay)
    {
        services.AddSingleton<IPersonMarker>(new KeyedPersonMarker(personSecret));
        services.AddSingleton(provider => CheckOf(provider, isReplay ? FactBounds.Replay : FactBounds.Default));
        return services.AddFacts(
            isReplay ? new FeedLimits { BatchFactsMax = 2000, BatchesInFlightMax = 1 } : new FeedLimits());
    }

    private static FactCheck CheckOf(IServiceProvider services, FactBounds bounds)
    {
        var rules = services.GetRequiredService<IRuleShelf>();
        var engine = services.GetRequiredService<IEngine>();
        return fact => FactValidator.Check(fact, rules.Current, engine.Now, bounds)?.Reason;
    }

    /// <summary>Maps the door. It does its own authorisation, by feed key.</summary>
    public static IEndpointConventionBuilder MapFacts(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/facts", TakeAsync)
            .WithName("SubmitFacts")
            .WithSummary("Takes facts as CloudEvents 1.0; answers once they are durable.")
            .WithDescription($"Content-Type: {FeedFormats.Known}. Authorization: Bearer with a feed key.")
            .Produces<FeedAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AllowAnonymous();

    private static async Task<IResult> TakeAsync(
        HttpContext context, IFeedKeys keys, FactsIntake intake, FeedLimits limits)
    {
        var cancellationToken = context.RequestAborted;
        if (BearerOf(context.Request) is not { } bearer
            || await keys.FindAsync(bearer, cancellationToken) is not { } key)
            return FeedProblems.NoKey(context);
        if (key.Scope != FeedKeyScope.Facts) return FeedProblems.WrongScope(key.Name);
        if (context.Request.Headers.ContentEncoding.Count > 0) return FeedProblems.Encoded();
        if (FeedFormats.Find(context.Request.ContentType) is not { } format)
            return FeedProblems.WrongMediaType(context.Request.ContentType);
        Prepare(context, format, limits);
        try
        {
            var answer = await intake.TakeAsync(context.Request.BodyReader, format, key, cancellationToken);
            if (answer.RejectedTotal > 0)
            {
                context.RequestServices.GetService<IRejections>()?.Note(key.Name, answer.RejectedTotal);
            }

            return Results.Json(answer, FeedAnswerJson.Default.FeedAnswer);
        }
        catch (UnreadableBodyException e)
        {
            return FeedProblems.Unreadable(e.Message);
        }
        catch (BodyTooLargeException e)
        {
            return FeedProblems.TooLarge(e.Message);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return FeedProblems.TooLarge(new BodyTooLargeException(limits.BodyBytesMax).Message);
        }
        catch (EngineBusyException)
        {
            return FeedProblems.Busy(context, limits.RetryAfterSeconds);
        }
        catch (JournalUnavailableException)
        {
            return FeedProblems.NotDurable(context, limits.RetryAfterSeconds);
        }
    }

    private static string? BearerOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)) return null;
        var bearer = header[BearerPrefix.Length..].Trim();
        return bearer.Length is > 0 and <= KeyCharactersMax ? bearer : null;
    }

    /// <summary>
    /// A stream may be of any length and as slow as what happens in the halls; anything else is bounded.
    /// </summary>
    private static void Prepare(HttpContext context, FeedFormat format, FeedLimits limits)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = format == FeedFormat.Lines ? null : limits.BodyBytesMax;
        if (format == FeedFormat.Lines && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }
}
