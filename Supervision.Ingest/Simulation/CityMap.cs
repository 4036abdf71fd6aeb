using System.Collections.Frozen;
using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

/// <summary>Who comes where: how often each item is asked for, and which windows take it. Immutable.</summary>
internal sealed class CityMap
{
    private readonly ServiceItem[] immediate;
    private readonly ServiceItem[] others;
    private readonly FrozenDictionary<string, WindowPost[]> byDepartment;
    private readonly WindowPost[] shared;
    private readonly WindowPost[] towns;

    public CityMap(RuleBook book)
    {
        var items = book.Items.Values.OrderBy(item => item.Id, StringComparer.Ordinal).ToArray();
        immediate = [.. items.Where(item => item.CaseType == CaseType.Immediate)];
        others = [.. items.Where(item => item.CaseType != CaseType.Immediate)];
        Windows = [.. book.Organisation.Windows.Values.OrderBy(post => post.Id, StringComparer.Ordinal)];
        var serving = Windows.Where(post => post.Kind is "independent" or "comprehensive" or "timed").ToArray();
        byDepartment = serving.Where(post => post.Department is not null)
            .GroupBy(post => post.Department!, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        towns = [.. serving.Where(post => IsTown(book, post))];
        shared = [.. serving.Where(post => post.Department is null && !IsTown(book, post))];
        FeeWindow = book.Findings.FeeWindows.Order(StringComparer.Ordinal).FirstOrDefault();
        Halls = [.. book.Organisation.Halls.Values.OrderBy(hall => hall.Id, StringComparer.Ordinal)];
        Staff = [.. book.Organisation.Staff.Values.OrderBy(member => member.Id, StringComparer.Ordinal)];
        Sources = new(book);
        if (serving.Length == 0)
            throw new ArgumentException("The rule book has no window that serves anybody.", nameof(book));
    }

    /// <summary>Every item.</summary>
    public IEnumerable<ServiceItem> Items => immediate.Concat(others);

    /// <summary>Every window, by id.</summary>
    public WindowPost[] Windows { get; }

    /// <summary>Every hall, by id.</summary>
    public Hall[] Halls { get; }

    /// <summary>Every member of staff, by id.</summary>
    public StaffMember[] Staff { get; }

    /// <summary>The window that may take fees; null when there is none.</summary>
    public string? FeeWindow { get; }

    /// <summary>Who reports what.</summary>
    public CitySources Sources { get; }

    /// <summary>An item somebody asks for; earlier items of a list are asked for more often.</summary>
    public ServiceItem Item(double immediateShare, Dice dice)
    {
        var list = others.Length == 0 || (immediate.Length > 0 && dice.Chance(immediateShare)) ? immediate : others;
        // Squaring makes a quarter of the items take half of the visits, as counters everywhere see it.
        var share = dice.Unit();
        return list[(int)(share * share * list.Length)];
    }

    /// <summary>A window that takes the item.</summary>
    public WindowPost Window(ServiceItem item, Dice dice)
    {
        if (item.Department is null) return dice.Pick(towns.Length > 0 ? towns : Serving());
        if (byDepartment.TryGetValue(item.Department, out var own)) return dice.Pick(own);
        return dice.Pick(shared.Length > 0 ? shared : Serving());
    }

    private WindowPost[] Serving() => shared.Length > 0 ? shared : byDepartment.Values[0];

    private static bool IsTown(RuleBook book, WindowPost post) =>
        book.Organisation.Halls[post.Hall].Kind is "town" or "village";
}
