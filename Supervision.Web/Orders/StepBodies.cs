using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Reading;
using Supervision.Silo.Attachments;

namespace Supervision.Web.Orders;

/// <summary>
/// Reads what somebody sends to take a step: JSON from programs, or a form with files from both. A form is read part by
/// part: a file goes to its place on disk while it arrives, and nothing is read that is longer than it may be.
/// </summary>
internal sealed class StepBodies(AttachmentStore store, AttachmentOptions options) : IDisposable
{
    private const long TextBytesMax = 256 * 1024; // all fields of a form, with what surrounds them
    private const int FieldBytesMax = StepCommand.WordsMax * 4;
    private const int FieldsMax = 32;
    private const int BoundaryMax = 70;

    private readonly SemaphoreSlim room = new(options.UploadsMax);

    /// <summary>Reads a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isGenuine">Asked once, with all fields that came before the first file; null trusts it.</param>
    public async Task<StepBody> ReadAsync(HttpContext context, Func<IFormCollection, Task<bool>>? isGenuine)
    {
        var isParts = IsParts(context.Request.ContentType);
        var most = isParts ? TextBytesMax + (Attachment.PerStepMax * Attachment.SizeBytesMax) : TextBytesMax;
        if (context.Request.ContentLength > most)
        {
            return StepBody.Of(AttachmentRefusals.TooLarge);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most; // also for a body that does not say how long it is
        }

        try
        {
            return isParts ? await ReadInTurnAsync(context, isGenuine)
                : context.Request.HasFormContentType ? await ReadFieldsAsync(context, isGenuine)
                : await ReadJsonAsync(context);
        }
        catch (BadHttpRequestException exception)
        {
            return StepBody.Of(exception.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? AttachmentRefusals.TooLarge
                : AttachmentRefusals.Unreadable);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or IOException)
        {
            return StepBody.Of(AttachmentRefusals.Unreadable);
        }
    }

    public void Dispose() => room.Dispose();

    private static bool IsParts(string? type) =>
        type?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    private static async Task<StepBody> ReadJsonAsync(HttpContext context) =>
        !context.Request.HasJsonContentType() ? StepBody.Of(AttachmentRefusals.Unreadable)
        : new(await context.Request.ReadFromJsonAsync<OrderForm>(context.RequestAborted) ?? new(), null, [], null);

    private static async Task<StepBody> ReadFieldsAsync(
        HttpContext context, Func<IFormCollection, Task<bool>>? isGenuine)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return isGenuine is null || await isGenuine(form) ? Filled(form, []) : StepBody.Forged;
    }

    private async Task<StepBody> ReadInTurnAsync(HttpContext context, Func<IFormCollection, Task<bool>>? isGenuine)
    {
        if (!await room.WaitAsync(TimeSpan.Zero, context.RequestAborted))
        {
            return StepBody.Of(AttachmentRefusals.Busy);
        }

        try
        {
            return await ReadPartsAsync(context, isGenuine);
        }
        finally
        {
            room.Release();
        }
    }

    private async Task<StepBody> ReadPartsAsync(HttpContext context, Func<IFormCollection, Task<bool>>? isGenuine)
    {
        var boundary = HeaderUtilities.RemoveQuotes(
            MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ? type.Boundary : default);
        if (boundary.Length is 0 or > BoundaryMax)
        {
            return StepBody.Of(AttachmentRefusals.Unreadable);
        }

        Dictionary<string, StringValues> fields = new(StringComparer.Ordinal);
        var files = ImmutableArray.CreateBuilder<Attachment>();
        var parts = new MultipartReader(boundary.Value!, context.Request.Body);
        while (await parts.ReadNextSectionAsync(context.RequestAborted) is { } part)
        {
            if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var described)
                || described.Name.Length == 0)
            {
                return StepBody.Of(AttachmentRefusals.Unreadable);
            }

            if (!described.IsFileDisposition())
            {
                if (fields.Count == FieldsMax || await TextAsync(part.Body, context.RequestAborted) is not { } text)
                {
                    return StepBody.Of(AttachmentRefusals.Unreadable);
                }

                fields[HeaderUtilities.RemoveQuotes(described.Name).ToString()] = text;
                continue;
            }

            var refused = files.Count == 0 && isGenuine is not null && !await isGenuine(new FormCollection(fields))
                ? StepBody.Forged
                : await TakeAsync(part, NameOf(described), files, context.RequestAborted);
            if (refused is not null)
            {
                return refused;
            }
        }

        var form = new FormCollection(fields);
        return files.Count > 0 || isGenuine is null || await isGenuine(form)
            ? Filled(form, files.ToImmutable())
            : StepBody.Forged;
    }

    private async Task<StepBody?> TakeAsync(
        MultipartSection part, string name, ImmutableArray<Attachment>.Builder files,
        CancellationToken cancellationToken)
    {
        if (name.Length == 0)
        {
            // What browsers send where no file was chosen.
            return await part.Body.ReadAsync(new byte[1], cancellationToken) == 0
                ? null
                : StepBody.Of(AttachmentRefusals.Name(""));
        }

        if (files.Count == Attachment.PerStepMax)
        {
            return StepBody.Of(AttachmentRefusals.TooMany);
        }

        var (taken, refusal) = await store.TakeAsync(part.Body, name, cancellationToken);
        if (taken is not null)
        {
            files.Add(taken);
        }

        return refusal is null ? null : StepBody.Of(refusal);
    }

    private static string NameOf(ContentDispositionHeaderValue described) => HeaderUtilities.RemoveQuotes(
        described.FileNameStar.HasValue ? described.FileNameStar : described.FileName).ToString();

    /// <summary>The text of a field; null when it is too long or no UTF-8.</summary>
    private static async Task<string?> TextAsync(Stream body, CancellationToken cancellationToken)
    {
        var bytes = new byte[FieldBytesMax + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var text = bytes.AsMemory(0, length);
        return length > FieldBytesMax || !System.Text.Unicode.Utf8.IsValid(text.Span)
            ? null
            : Encoding.UTF8.GetString(text.Span);
    }

    private static StepBody Filled(IFormCollection form, ImmutableArray<Attachment> files) => new(
        new OrderForm(
            Text(form, "words"),
            int.TryParse(Text(form, "seen"), CultureInfo.InvariantCulture, out var seen) ? seen : null,
            Text(form, "part"), bool.TryParse(Text(form, "passed"), out var passed) ? passed : null,
            Text(form, "outcome"), form["accountability"] is { Count: > 0 } acts ? [.. acts.OfType<string>()] : null),
        Text(form, "key"), files, null, form);

    private static string? Text(IFormCollection form, string name) =>
        form[name].ToString() is { Length: > 0 } text ? text : null;
}

/// <summary>What was sent.</summary>
/// <param name="Form">The fields; null when the body was refused.</param>
/// <param name="Key">The sender's number of the step, from a form.</param>
/// <param name="Files">Taken durably.</param>
/// <param name="Refusal">Why the body was refused.</param>
/// <param name="Fields">Every field of a form; null of JSON.</param>
internal sealed record StepBody(
    OrderForm? Form, string? Key, ImmutableArray<Attachment> Files, Refusal? Refusal, IFormCollection? Fields = null)
{
    /// <summary>The page that sent it is not ours.</summary>
    public static StepBody Forged { get; } = new(null, null, [], null);

    public static StepBody Of(Refusal refusal) => new(null, null, [], refusal);
}
