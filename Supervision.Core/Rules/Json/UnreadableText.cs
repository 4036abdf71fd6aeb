using System.Text.Json;

namespace Supervision.Core.Rules.Json;

/// <summary>
/// Finds text that is JSON but no Unicode: an escape such as <c>\ud800</c> alone. Nothing can be done with it, not even
/// naming its key, so it is looked for before anything is read.
/// </summary>
internal static class UnreadableText
{
    /// <summary>The first such place, or null.</summary>
    public static RuleFault? Find(JsonElement element, string path)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is null ? Fault(path) : null,
                JsonValueKind.Array => element.EnumerateArray().Select((each, i) => Find(each, $"{path}[{i}]"))
                    .FirstOrDefault(fault => fault is not null),
                JsonValueKind.Object => element.EnumerateObject()
                    .Select(field => Find(field.Value, $"{path}.{field.Name}"))
                    .FirstOrDefault(fault => fault is not null),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return Fault(path);
        }
    }

    private static RuleFault Fault(string path) =>
        new(path, "holds half of a surrogate pair", "Replace the \\u escape");
}
