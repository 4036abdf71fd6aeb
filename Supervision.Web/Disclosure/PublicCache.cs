using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Disclosure;

/// <summary>
/// Answers the public pages from memory for a minute, with an entity tag and leave to keep them as long: whatever the
/// crowd, the figures are computed once. Receipts are one person's and never kept.
/// </summary>
internal sealed class PublicCache(RequestDelegate next, TimeProvider time)
{
    private const int AnswersMax = 256;

    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Kept> answers = new(StringComparer.Ordinal);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || !IsKept(context.Request.Path))
        {
            await next(context);
            return;
        }

        // Nothing of the caller is in the key but the language, and nothing else may be in the answer.
        var key = $"{Words.First.Name} {context.Request.Path} {context.Request.Query["hall"]}";
        if (!answers.TryGetValue(key, out var kept) || time.GetUtcNow() >= kept.Until)
        {
            kept = await MakeAsync(context);
            if (kept.Status != StatusCodes.Status200OK)
            {
                await WriteAsync(context, kept);
                return;
            }

            if (answers.Count >= AnswersMax)
            {
                answers.Clear();
            }

            answers[key] = kept;
        }

        await AnswerAsync(context, kept);
    }

    private static bool IsKept(PathString path) =>
        path == "/public" || path.StartsWithSegments("/api/public/figures", StringComparison.Ordinal);

    private async Task<Kept> MakeAsync(HttpContext context)
    {
        var target = context.Response.Body;
        using var body = new MemoryStream();
        context.Response.Body = body;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = target;
        }

        var bytes = body.ToArray();
        return new(
            context.Response.StatusCode, context.Response.ContentType ?? "", bytes,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"", time.GetUtcNow() + Age);
    }

    private static Task AnswerAsync(HttpContext context, Kept kept)
    {
        context.Response.Headers.CacheControl = $"public, max-age={(int)Age.TotalSeconds}";
        context.Response.Headers.ETag = kept.Tag;
        context.Response.Headers.Vary = "Cookie";
        if (context.Request.Headers.IfNoneMatch is { Count: > 0 } tags && Matches(tags, kept.Tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.ContentType = null;
            return Task.CompletedTask;
        }

        return WriteAsync(context, kept);
    }

    private static bool Matches(StringValues tags, string tag) =>
        tags.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(tag, StringComparer.Ordinal);

    private static async Task WriteAsync(HttpContext context, Kept kept)
    {
        context.Response.StatusCode = kept.Status;
        context.Response.ContentType = kept.MediaType;
        context.Response.ContentLength = kept.Body.Length;
        await context.Response.Body.WriteAsync(kept.Body, context.RequestAborted);
    }

    private sealed record Kept(int Status, string MediaType, byte[] Body, string Tag, DateTimeOffset Until);
}
