using Microsoft.AspNetCore.Components;
using Supervision.Core.Ports;
using Supervision.Silo.Auditing;
using Supervision.Silo.Hosting;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.People;

/// <summary>API keys and kiosk links: made, shown once, withdrawn.</summary>
public partial class KeysPage
{
    private static readonly char[] Separators = [' ', ',', ';', '\t'];

    [Inject] private KeyStore Keys { get; set; } = null!;

    [Inject] private AuditLog Audit { get; set; } = null!;

    /// <summary>The key that was just made, or the link of a kiosk; shown in this one answer.</summary>
    private string? Shown { get; set; }

    private void Make()
    {
        if (!Enum.TryParse<FeedKeyScope>(Sent("scope"), out var scope) || !Enum.IsDefined(scope))
        {
            Faults = [Words.Of("keys.noScope")];
            return;
        }

        var (name, organisations) = (Sent("name").Trim(), Several("organisations"));
        try
        {
            var key = Keys.Add(name, scope, Several("sources"), organisations);
            Audit.Write(Context, AuditKind.KeyMade, name, $"{scope} {string.Join(' ', organisations)}".Trim());
            Shown = scope == FeedKeyScope.Kiosk
                ? $"{Context.Request.Scheme}://{Context.Request.Host}/kiosk/{key}"
                : key;
        }
        catch (ArgumentException exception)
        {
            Faults = [exception.Message];
        }
    }

    private void Withdraw()
    {
        var name = Sent("key");
        if (Keys.Withdraw(name))
        {
            Audit.Write(Context, AuditKind.KeyWithdrawn, name);
            Done = Words.Of("keys.withdrawnNow", name);
        }
        else
        {
            Faults = [Words.Of("keys.unknown")];
        }
    }

    private string[] Several(string field) =>
        Sent(field).Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
