using System.Text.Json;

namespace Supervision.Core.Rules.Json;

/// <summary>A value of the rule book, where it stands, and the list that takes what is wrong with it.</summary>
internal readonly record struct Place(JsonElement Element, string Path, List<RuleFault> Faults)
{
    /// <summary>Adds a fault about this value.</summary>
    public void Fault(string problem, string remedy) => Faults.Add(new(Path, problem, remedy));

    /// <summary>The fields of an object; null, with a fault, when this is something else.</summary>
    public Fields? Object(string kind)
    {
        if (Element.ValueKind == JsonValueKind.Object) return new(this, RuleBookKeys.All[kind]);
        Fault($"should be an object, but is {Describe(Element)}", $"Write {{ … }} with the keys of '{kind}'");
        return null;
    }

    /// <summary>The elements of a list; none, with a fault, when this is something else or too long.</summary>
    public IEnumerable<Place> Elements(int max)
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            Fault($"should be a list, but is {Describe(Element)}", "Write [ … ]");
            return [];
        }

        if (Element.GetArrayLength() > max)
        {
            Fault($"has {Element.GetArrayLength()} elements", $"Keep it to {max}");
            return [];
        }

        var (path, faults) = (Path, Faults);
        return Element.EnumerateArray().Select((element, i) => new Place(element, $"{path}[{i}]", faults));
    }

    /// <summary>1 to <paramref name="max"/> characters, none of them a control character; null with a fault.</summary>
    public string? Text(int max)
    {
        if (Element.ValueKind != JsonValueKind.String)
        {
            Fault($"should be text, but is {Describe(Element)}", "Put it in quotation marks");
            return null;
        }

        var text = Element.GetString()!;
        if (string.IsNullOrWhiteSpace(text)) Fault("is empty", $"Write 1 to {max} characters");
        else if (text.Length > max) Fault($"has {text.Length} characters", $"Keep it to {max}");
        else if (text.Any(char.IsControl)) Fault("holds a control character", "Remove it");
        else return text;
        return null;
    }

    /// <summary>A whole number within bounds, both inclusive; null with a fault.</summary>
    public int? Whole(int min, int max)
    {
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetDecimal(out var number)
            && number == decimal.Truncate(number) && number >= min && number <= max) return (int)number;
        Fault($"is {Describe(Element)}", $"Write a whole number from {min} to {max}");
        return null;
    }

    /// <summary>An amount of money from 0 to 10 million with at most two decimals; null with a fault.</summary>
    public decimal? Money()
    {
        const decimal yuanMax = 10_000_000m;
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetDecimal(out var yuan)
            && yuan is >= 0 and <= yuanMax && decimal.Round(yuan, 2) == yuan) return yuan;
        Fault($"is {Describe(Element)}", $"Write yuan from 0 to {yuanMax} with at most two decimals");
        return null;
    }

    /// <summary>A number within bounds, both inclusive, with at most four decimals; null with a fault.</summary>
    public decimal? Decimal(decimal min, decimal max)
    {
        if (Element.ValueKind == JsonValueKind.Number && Element.TryGetDecimal(out var number)
            && number >= min && number <= max && decimal.Round(number, 4) == number) return number;
        Fault($"is {Describe(Element)}", $"Write a number from {min} to {max} with at most four decimals");
        return null;
    }

    /// <summary>true or false; null with a fault.</summary>
    public bool? Flag()
    {
        if (Element.ValueKind is JsonValueKind.True or JsonValueKind.False) return Element.GetBoolean();
        Fault($"is {Describe(Element)}", "Write true or false");
        return null;
    }

    /// <summary>A member of an enumeration in the contract's spelling; null with a fault.</summary>
    public T? Choice<T>()
        where T : struct, Enum
    {
        if (Element.ValueKind == JsonValueKind.String && EnumSpelling<T>.TryParse(Element.GetString()!, out var value))
            return value;
        Fault($"is {Describe(Element)}", $"Choose one of {EnumSpelling<T>.Choices}");
        return null;
    }

    /// <summary>One of a few words; null with a fault.</summary>
    public string? Choice(params ReadOnlySpan<string> words)
    {
        if (Element.ValueKind == JsonValueKind.String && words.Contains(Element.GetString()!))
            return Element.GetString();
        Fault($"is {Describe(Element)}", $"Choose one of {string.Join(", ", words)}");
        return null;
    }

    private static string Describe(JsonElement element)
    {
        const int shown = 40;
        var text = element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => $"'{element.GetString()}'",
            _ => element.GetRawText(),
        };
        return text.Length <= shown ? text : text[..shown] + "…";
    }
}
