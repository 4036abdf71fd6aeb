using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Supervision.Ingest.Feeds;

/// <summary>Refusals of whole bodies as RFC 9457 problem details; each says what to do.</summary>
internal static class FeedProblems
{
    public static IResult NoKey(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"facts\"";
        return Problem(
            StatusCodes.Status401Unauthorized, "No known feed key",
            "Authorization: send 'Bearer <feed key>'. "
            + "An administrator makes one with 'keys add --name NAME --scope facts'.");
    }

    public static IResult WrongScope(string keyName) => Problem(
        StatusCodes.Status403Forbidden, "The key may not send facts",
        $"Authorization: key '{keyName}' has scope read. Use a key made with '--scope facts'.");

    public static IResult WrongMediaType(string? contentType) => Problem(
        StatusCodes.Status415UnsupportedMediaType, "Media type not taken",
        $"Content-Type: '{contentType}' is not taken; send {FeedFormats.Known}.");

    public static IResult Encoded() => Problem(
        StatusCodes.Status415UnsupportedMediaType, "Content encoding not taken",
        "Content-Encoding: is not taken; send the body uncompressed.");

    public static IResult Unreadable(string what) => Problem(
        StatusCodes.Status400BadRequest, "The body cannot be read", "body: " + what + " Nothing of it was taken.");

    public static IResult TooLarge(string what) => Problem(
        StatusCodes.Status413PayloadTooLarge, "The body is too large", "body: " + what + " Nothing of it was taken.");

    public static IResult Busy(HttpContext context, int retryAfterSeconds)
    {
        context.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Problem(
            StatusCodes.Status429TooManyRequests, "Back-pressure",
            $"Nothing of this body was taken. Send it again after {retryAfterSeconds} s.");
    }

    public static IResult NotDurable(HttpContext context, int retryAfterSeconds)
    {
        context.Response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Problem(
            StatusCodes.Status503ServiceUnavailable, "The journal is unavailable",
            "What became of this body is unknown. Send all of it again later; what was kept counts as duplicate.");
    }

    private static IResult Problem(int status, string title, string detail) =>
        Results.Problem(detail: detail, statusCode: status, title: title);
}
