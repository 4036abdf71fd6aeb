using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Web.Identity;

/// <summary>
/// What somebody may learn of others at a window. The rated person never sees who rated (domain.md section 8): whoever
/// may have been rated learns no rating, only what many of them came to, and nothing of a day that is not over, since a
/// figure that moves while a visitor leaves tells as much as a name. A clerk sees nobody's attendance but their own.
/// </summary>
internal static class Discretion
{
    /// <summary>Figures of fewer ratings are not shown to those who may have been rated.</summary>
    public const int FewestRatings = 5;

    /// <summary>Whether the caller may be among those who were rated.</summary>
    public static bool IsRated(this Caller caller) => caller.Who is Who.Clerk or Who.Manager;

    /// <summary>The last day whose ratings the caller's figures hold.</summary>
    public static DateOnly LastRatedDay(this Caller caller, DateOnly today) =>
        caller.IsRated() ? today.AddDays(-1) : today;

    /// <summary>The figures the caller may see.</summary>
    public static IReadOnlyList<SatisfactionFigure> Shown(
        this Caller caller, IReadOnlyList<SatisfactionFigure> figures) => caller.IsRated()
            ? [.. figures.Where(figure => figure.Satisfied.Denominator >= FewestRatings)]
            : figures;

    /// <summary>The window as the caller may see it.</summary>
    public static WindowRow Shown(this Caller caller, WindowRow row) =>
        caller.IsRated() ? row with { LastScore = null, LastRatedAt = null } : row;

    /// <summary>The window and its history as the caller may see them.</summary>
    public static WindowFile Shown(this Caller caller, WindowFile file) => new(
        caller.Shown(file.Window),
        [.. file.History.Where(line => caller.IsShown(line))]);

    /// <summary>Whose attendance the caller may ask for: null means anybody's in their scope.</summary>
    public static bool MaySeeAttendance(this Caller caller, string staff) =>
        caller.Who != Who.Clerk || caller.Person?.Staff == staff;

    /// <summary>Whether the caller may patrol or see patrols of a hall or window.</summary>
    public static bool Covers(this Caller caller, string place, Organisation organisation) =>
        organisation.Windows.TryGetValue(place, out var post)
            ? caller.Scope?.Covers(post.Hall, post.Department, post.Id) != false
            : organisation.Halls.ContainsKey(place) && caller.Scope?.Covers(place, null, null) != false;

    private static bool IsShown(this Caller caller, WindowLine line) =>
        caller.Who != Who.Clerk || line.Change is not ("punch" or "leave")
        || line.Detail?.Split(' ')[0] == caller.Person?.Staff;
}
