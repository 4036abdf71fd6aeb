using Supervision.Core.Ports;
using Supervision.Core.Rules;
using Supervision.Web.Hubs;

namespace Supervision.Web.Identity;

/// <summary>Which part of the board a caller sees.</summary>
internal static class BoardParts
{
    /// <summary>The caller's part, narrowed to a hall; null narrows nothing.</summary>
    public static BoardPart Of(HttpContext context, string? hall)
    {
        var caller = Caller.Of(context);
        return new BoardPart(
            hall, string.Join(' ', caller.Organisations), caller.SeesMasked, WindowsOf(context).Length == 0);
    }

    /// <summary>
    /// Windows the caller is bound to. Figures are kept by hall and department: for windows they would be too low, so
    /// there are none.
    /// </summary>
    public static string[] WindowsOf(HttpContext context) =>
        Caller.Of(context).Organisations is { Count: > 0 } bound
        && context.RequestServices.GetService<IRuleShelf>()?.Current.Organisation is { } organisation
            ? [.. bound.Where(id => IsWindow(organisation, id))]
            : [];

    /// <summary>The one hall the caller is bound to; null when it is another number or no hall.</summary>
    public static string? HallOf(HttpContext context) =>
        Caller.Of(context).Organisations is [var only]
        && context.RequestServices.GetService<IRuleShelf>()?.Current.Organisation.Halls.ContainsKey(only) == true
            ? only
            : null;

    private static bool IsWindow(Organisation organisation, string id) =>
        organisation.Windows.ContainsKey(id)
        && !organisation.Halls.ContainsKey(id) && !organisation.Departments.ContainsKey(id);
}
