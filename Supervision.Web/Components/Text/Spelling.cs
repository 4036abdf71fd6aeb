using System.Reflection;
using System.Text.Json.Serialization;

namespace Supervision.Web.Components.Text;

/// <summary>The contract's spelling of enum values, in addresses and as keys of texts.</summary>
public static class Spelling
{
    /// <summary>The contract's name of <paramref name="value"/>.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>The value spelt so, or null when there is none: an address may hold anything.</summary>
    public static T? Parse<T>(string? text) where T : struct, Enum =>
        text is not null && Names<T>.ByName.TryGetValue(text, out var value) ? value : null;

    /// <summary>Every value with its text, for a choice.</summary>
    /// <param name="family">Family of the texts' keys.</param>
    /// <param name="without">Values that make no sense there.</param>
    public static IEnumerable<(string Value, string Text)> Choices<T>(string family, params T[] without)
        where T : struct, Enum =>
        Names<T>.ByValue.Where(pair => !without.Contains(pair.Key))
            .Select(pair => (pair.Value, Words.Of($"{family}.{pair.Value}")));

    private static class Names<T> where T : struct, Enum
    {
        public static readonly IReadOnlyDictionary<T, string> ByValue = Enum.GetValues<T>().ToDictionary(
            value => value,
            value => typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? value.ToString());

        public static readonly IReadOnlyDictionary<string, T> ByName =
            ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);
    }
}
