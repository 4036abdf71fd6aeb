using Microsoft.AspNetCore.Components;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.People;

/// <summary>A page with forms that are posted to its own address and answered by the page itself.</summary>
public abstract class FormPage : ComponentBase
{
    /// <summary>Characters of a field, unless a page says otherwise.</summary>
    protected const int TextLengthMax = 512;

    /// <summary>The request.</summary>
    [CascadingParameter] public HttpContext Context { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    /// <summary>What is wrong with what was sent; empty when nothing is.</summary>
    protected IReadOnlyList<string> Faults { get; set; } = [];

    /// <summary>What was done; null when nothing was.</summary>
    protected string? Done { get; set; }

    /// <summary>Who is signed in, on pages for people.</summary>
    internal Core.People.Actor Person => Caller.Of(Context).Person!;

    /// <summary>A field of the form that was sent, cut to so many characters; empty when missing.</summary>
    protected string Sent(string field, int lengthMax = TextLengthMax)
    {
        var text = Context.Request.HasFormContentType ? Context.Request.Form[field].ToString() : "";
        return text.Length <= lengthMax ? text : text[..lengthMax];
    }

    /// <summary>A field of the address; null when missing.</summary>
    protected string? Asked(string field) => Context.Request.Query[field] is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>Goes on to a page of this site; anything that is not an address here leads home.</summary>
    protected void GoOn(string? address) => Navigation.NavigateTo(
        address is not null && Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult.IsLocalUrl(address)
            && address.StartsWith('/') && !address.Any(char.IsControl)
            ? address
            : "/");
}
