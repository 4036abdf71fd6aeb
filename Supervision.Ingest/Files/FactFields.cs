using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;

namespace Supervision.Ingest.Files;

/// <summary>The fields of each fact type and how their values are written, read off the records of the core.</summary>
internal static class FactFields
{
    /// <summary>
    /// A field by its contract name, or a part of a limit such as <c>promised.amount</c>; null when there is none.
    /// </summary>
    public static FactField? Find(string factType, string name, Origin origin)
    {
        var (head, part) = name.Split('.', 2) is [var first, var second] ? (first, second) : (name, null);
        if (Properties(factType).FirstOrDefault(property => NameOf(property) == head) is not { } found) return null;
        var type = Nullable.GetUnderlyingType(found.PropertyType) ?? found.PropertyType;
        if (type == typeof(Limit))
        {
            return part switch
            {
                "amount" => new FactField(head, part, FieldKind.Number, origin),
                "unit" => new FactField(head, part, FieldKind.Text, origin),
                _ => null,
            };
        }

        return part is null ? new FactField(head, null, KindOf(type), origin) : null;
    }

    /// <summary>The fields a type cannot do without.</summary>
    public static IEnumerable<string> Required(string factType) => Properties(factType)
        .Where(property => property.IsDefined(typeof(RequiredMemberAttribute))).Select(NameOf);

    private static IEnumerable<PropertyInfo> Properties(string factType) =>
        FactTypes.Find(factType)?.GetProperties().Where(property => property.DeclaringType != typeof(FactData)) ?? [];

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static FieldKind KindOf(Type type) =>
        type == typeof(int) || type == typeof(decimal) ? FieldKind.Number
        : type == typeof(bool) ? FieldKind.Flag
        : type == typeof(DateTimeOffset) ? FieldKind.Instant
        : type == typeof(IReadOnlyList<string>) ? FieldKind.Texts
        : FieldKind.Text;
}
