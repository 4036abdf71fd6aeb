using Supervision.Silo.Auditing;
using Supervision.Web.Identity;

namespace Supervision.Web.Orders;

/// <summary>Notes refused steps of orders and draws.</summary>
internal sealed class StepAudit(AuditLog audit, AuditQuota quota)
{
    /// <summary>Notes who was refused which step of what, and why, as often as the quota allows.</summary>
    public void Refused(HttpContext context, string no, string step, string code) =>
        quota.Spend(Caller.Of(context), untold => audit.Write(
            context, AuditKind.StepRefused, no, untold == 0 ? $"{step} {code}" : $"{step} {code}; {untold} untold"));
}
