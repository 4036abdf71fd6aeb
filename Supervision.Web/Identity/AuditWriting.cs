using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Identity;

/// <summary>Writes audit lines about requests.</summary>
internal static class AuditWriting
{
    private const int TextLengthMax = 200;

    /// <summary>Adds a line.</summary>
    /// <param name="audit">The audit.</param>
    /// <param name="context">The request.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="subject">What it was done to; cut to 200 characters.</param>
    /// <param name="detail">More about it; cut to 200 characters.</param>
    /// <param name="caller">Who did it; null means the sender of the request.</param>
    public static void Write(
        this AuditLog audit, HttpContext context, AuditKind kind, string subject, string detail = "",
        Caller? caller = null)
    {
        var by = caller ?? Caller.Of(context);
        audit.Append(new AuditEntry(
            kind, by.Person?.Id ?? by.Key?.Name ?? "", by.Name,
            by.Person is { } person ? Spelling.Of(person.Role) : by.Who.ToString(),
            string.Join(' ', by.Organisations), Cut(subject), Cut(detail),
            context.Connection.RemoteIpAddress?.ToString() ?? ""));
    }

    private static string Cut(string text) => text.Length <= TextLengthMax ? text : text[..TextLengthMax] + "…";
}
