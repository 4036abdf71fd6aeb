using Microsoft.AspNetCore.Components;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Components.Layout;

/// <summary>Header, navigation and language switch around every staff page.</summary>
public partial class StaffLayout
{
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private string Here => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    private string OtherLanguage => Navigation.GetUriWithQueryParameter("culture", Words.Second.Name);
}
