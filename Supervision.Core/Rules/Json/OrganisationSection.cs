using System.Collections.Frozen;

namespace Supervision.Core.Rules.Json;

/// <summary>Reads halls, departments, windows and staff, and checks that they name each other rightly.</summary>
internal static class OrganisationSection
{
    /// <summary>Most halls, branch halls, centres and stations of one rule book.</summary>
    public const int HallsMax = 10_000;

    private const int DepartmentsMax = 10_000;
    private const int WindowsMax = 100_000;
    private const int StaffMax = 1_000_000;
    private const int PostsMax = 200;
    private const int SourcesMax = 100;

    private static readonly Organisation Nobody = new()
    {
        Name = "",
        Halls = FrozenDictionary<string, Hall>.Empty,
        Departments = FrozenDictionary<string, Department>.Empty,
        Windows = FrozenDictionary<string, WindowPost>.Empty,
        Staff = FrozenDictionary<string, StaffMember>.Empty,
    };

    public static Organisation Read(Place? place)
    {
        if (place?.Object("organisation") is not { } fields) return Nobody;
        var halls = ReadHalls(fields);
        var departments = ById(
            fields.Optional("departments"), DepartmentsMax, ReadDepartment, department => department.Id);
        var staff = ById(
            fields.Optional("staff"), StaffMax, each => ReadMember(each, halls, departments), member => member.Id);
        var windows = ById(
            fields.Optional("windows"), WindowsMax, each => ReadWindow(each, halls, departments, staff),
            post => post.Id);
        return new()
        {
            Name = fields.Name("name") ?? "",
            Halls = halls,
            Departments = departments,
            Windows = windows,
            Staff = staff,
        };
    }

    private static FrozenDictionary<string, Hall> ReadHalls(Fields fields)
    {
        var list = fields.Required("halls", "List at least one hall");
        var before = fields.Self.Faults.Count;
        var halls = ById(list, HallsMax, ReadHall, hall => hall.Id);
        if (halls.Count == 0 && fields.Self.Faults.Count == before) list?.Fault("is empty", "List at least one hall");
        return halls;
    }

    private static Hall? ReadHall(Place place)
    {
        if (place.Object("hall") is not { } fields) return null;
        var (id, name) = (fields.Id("id"), fields.Name("name"));
        var kind = fields.Required("kind", "Choose hall, branch, town or village")
            ?.Choice("hall", "branch", "town", "village");
        var sources = fields.Ids("sources", SourcesMax);
        return id is null ? null : new(id, name ?? "", kind ?? "hall") { Sources = sources };
    }

    private static Department? ReadDepartment(Place place)
    {
        if (place.Object("department") is not { } fields) return null;
        var (id, name) = (fields.Id("id"), fields.Name("name"));
        return id is null ? null : new(id, name ?? "");
    }

    private static StaffMember? ReadMember(
        Place place, FrozenDictionary<string, Hall> halls, FrozenDictionary<string, Department> departments)
    {
        if (place.Object("member") is not { } fields) return null;
        var (id, name) = (fields.Id("id"), fields.Name("name"));
        var department = Reference(fields.Optional("department"), departments, "department");
        var hall = Reference(fields.Optional("hall"), halls, "hall");
        return id is null ? null : new(id, name ?? "", department, hall);
    }

    private static WindowPost? ReadWindow(
        Place place, FrozenDictionary<string, Hall> halls, FrozenDictionary<string, Department> departments,
        FrozenDictionary<string, StaffMember> staff)
    {
        if (place.Object("window") is not { } fields) return null;
        var (id, name) = (fields.Id("id"), fields.Name("name"));
        var hall = Reference(fields.Required("hall", "Name the hall the window stands in"), halls, "hall");
        var department = Reference(fields.Optional("department"), departments, "department");
        var kind = fields.Required("kind", "Choose independent, comprehensive, timed, fee or intermediary")
            ?.Choice("independent", "comprehensive", "timed", "fee", "intermediary");
        var holders = fields.Ids("staff", PostsMax);
        var substitutes = fields.Ids("substitutes", PostsMax);
        foreach (var member in holders.Concat(substitutes).Where(member => !staff.ContainsKey(member)))
            place.Fault($"'{member}' is no member of staff", "Add the member or leave it out");
        return id is null
            ? null
            : new(id, name ?? "", hall ?? "", department, kind ?? "independent", holders, substitutes);
    }

    /// <summary>An identifier that has to be in <paramref name="known"/>; null with a fault.</summary>
    internal static string? Reference<T>(Place? place, FrozenDictionary<string, T> known, string what)
    {
        if (place is not { } given || given.Text(Fields.IdMax) is not { } id) return null;
        if (known.ContainsKey(id)) return id;
        given.Fault($"'{id}' is not a known {what}", $"Add the {what} or name one of those listed");
        return null;
    }

    /// <summary>A list of things with identifiers, none repeated.</summary>
    internal static FrozenDictionary<string, T> ById<T>(Place? place, int max, Func<Place, T?> read, Func<T, string> id)
        where T : class
    {
        var byId = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var element in place?.Elements(max) ?? [])
        {
            if (read(element) is { } value && !byId.TryAdd(id(value), value))
                element.Fault($"repeats the identifier '{id(value)}'", "Give each its own");
        }

        return byId.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
