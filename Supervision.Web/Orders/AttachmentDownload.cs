using Microsoft.Net.Http.Headers;
using Supervision.Core.Reading;
using Supervision.Silo.Attachments;
using Supervision.Silo.Auditing;
using Supervision.Web.Identity;

namespace Supervision.Web.Orders;

/// <summary>
/// Hands an attachment to whoever may see the order, patrol or draw it came with. The browser saves it and shows it
/// nowhere: it is no page of ours.
/// </summary>
internal static class AttachmentDownload
{
    private const string Policy = "default-src 'none'; sandbox";

    public static async Task<IResult> SendAsync(
        string subject, IEnumerable<Attachment> files, string hash, HttpContext context, AttachmentStore store,
        AuditLog audit)
    {
        var attachment = files.FirstOrDefault(attachment => attachment.Hash == hash);
        if (attachment is null)
        {
            return Results.Problem(
                title: $"{subject} has no such attachment.", statusCode: StatusCodes.Status404NotFound);
        }

        if (await store.OpenAsync(attachment, context.RequestAborted) is not { } file)
        {
            return Results.Problem(
                title: $"The file '{attachment.Name}' is missing or is not what was sent.",
                detail: "An administrator can restore it from a backup; 'verify-journal' lists what is missing.",
                statusCode: StatusCodes.Status500InternalServerError);
        }

        audit.Write(context, AuditKind.AttachmentRead, subject, $"{attachment.Name} {hash}");
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(attachment.Name);
        var headers = context.Response.Headers;
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.ContentLength = attachment.SizeBytes;
        return Results.Stream(file, attachment.Type);
    }
}
