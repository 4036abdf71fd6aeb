using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Supervision.Core.Rules.Json;

/// <summary>The contract's spelling of an enumeration's members, exact in case.</summary>
internal static class EnumSpelling<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<string, T> ByName = typeof(T)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToFrozenDictionary(
            field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name,
            field => (T)field.GetValue(null)!,
            StringComparer.Ordinal);

    /// <summary>Every spelling, for a message.</summary>
    public static string Choices { get; } = string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal));

    public static bool TryParse(string text, out T value) => ByName.TryGetValue(text, out value);
}
