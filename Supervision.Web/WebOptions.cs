using Supervision.Silo.Attachments;
using Supervision.Silo.Hosting;

namespace Supervision.Web;

/// <summary>What an administrator may set, bound from <c>Supervision</c>.</summary>
public sealed class WebOptions : SupervisionOptions
{
    /// <summary>Passwords, lock-out and length of sessions.</summary>
    public Identity.SignInRules SignIn { get; set; } = new();

    /// <summary>Limits of files that come with steps of orders.</summary>
    public AttachmentOptions Attachments { get; set; } = new();

    /// <summary>How often strangers may ask.</summary>
    public Disclosure.PublicOptions Public { get; set; } = new();

    /// <summary>How pages look; read by the pages themselves.</summary>
    public Components.PageOptions Pages { get; set; } = new();

    /// <summary>Limits of the live push; read by the hub itself.</summary>
    public Hubs.BoardPushOptions Push { get; set; } = new();

    /// <inheritdoc />
    public override IEnumerable<string> FaultsOfOthers(string section) =>
        SignIn.Faults($"{section}:{nameof(SignIn)}")
            .Concat(Attachments.Faults($"{section}:{nameof(Attachments)}"))
            .Concat(Public.Faults($"{section}:{nameof(Public)}"));
}
