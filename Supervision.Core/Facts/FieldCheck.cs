using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Supervision.Core.Clocks;

namespace Supervision.Core.Facts;

/// <summary>Checks fields one by one and keeps the first fault; after it, nothing else is looked at.</summary>
internal sealed class FieldCheck(FactBounds bounds)
{
    private const int Shown = 40;

    /// <summary>The first fault; null so far.</summary>
    public FactFault? Fault { get; private set; }

    /// <summary>The bounds in force.</summary>
    public FactBounds Bounds => bounds;

    /// <summary>Notes a fault unless there is one.</summary>
    public void Fail(string field, string problem) => Fault ??= new(field, problem);

    /// <summary>A name has to be there, to be no longer than allowed, and to hold no control characters.</summary>
    public void Name(string field, string? value, int max)
    {
        if (string.IsNullOrWhiteSpace(value)) Fail(field, "is empty");
        else if (value.Length > max) Fail(field, $"has {value.Length} characters, more than {max}");
        else if (HoldsControl(value)) Fail(field, "holds a control character");
        else if (!IsUnicode(value)) Fail(field, "holds half of a surrogate pair");
    }

    /// <summary>A name that may be absent.</summary>
    public void OptionalName(string field, string? value)
    {
        if (value is not null) Name(field, value, bounds.SubjectMax);
    }

    /// <summary>Words that may be absent, may span lines, but not go on for ever.</summary>
    public void Text(string field, string? value)
    {
        if (value is null) return;
        if (value.Length > bounds.TextMax) Fail(field, $"has {value.Length} characters, more than {bounds.TextMax}");
        else if (value.Contains('\0', StringComparison.Ordinal)) Fail(field, "holds a zero character");
        else if (!IsUnicode(value)) Fail(field, "holds half of a surrogate pair");
    }

    /// <summary>Words that have to be there.</summary>
    public void RequiredText(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) Fail(field, "is empty");
        else Text(field, value);
    }

    /// <summary>A list that may be absent.</summary>
    public void Texts(string field, IReadOnlyList<string>? values)
    {
        if (values is null) return;
        if (values.Count > bounds.ListMax)
        {
            Fail(field, $"has {values.Count} elements, more than {bounds.ListMax}");
            return;
        }

        for (var i = 0; i < values.Count && Fault is null; i++) RequiredText($"{field}[{i}]", values[i]);
    }

    /// <summary>An instant that may be absent, within 1990 to 2100.</summary>
    public void Instant(string field, DateTimeOffset? value)
    {
        if (value is { } at && (at < FactBounds.Earliest || at >= FactBounds.End))
            Fail(field, $"{at.Year.ToString(CultureInfo.InvariantCulture)} is not from 1990 to 2100");
    }

    /// <summary>A limit that may be absent: 1 to 10 000 of a known unit.</summary>
    public void Limit(string field, Limit? value)
    {
        if (value is null) return;
        Within($"{field}.amount", value.Amount, 1, Clocks.Limit.AmountMax);
        if (!Enum.IsDefined(value.Unit)) Fail($"{field}.unit", "is not a known unit");
    }

    /// <summary>A whole number within bounds, both inclusive.</summary>
    public void Within(string field, int value, int min, int max)
    {
        if (value < min || value > max) Fail(field, FormattableString.Invariant($"{value} is not from {min} to {max}"));
    }

    /// <summary>Money from zero up.</summary>
    public void Money(string field, decimal? value)
    {
        if (value is { } yuan && (yuan < 0 || yuan > bounds.AmountMax))
            Fail(field, FormattableString.Invariant($"{yuan} is not from 0 to {bounds.AmountMax}"));
    }

    /// <summary>One of a few words; null passes where the field may be absent.</summary>
    public void Word(string field, string? value, params ReadOnlySpan<string> words)
    {
        if (value is null || words.Contains(value)) return;
        Fail(field, $"'{Cut(value)}' is none of {string.Join(", ", words)}");
    }

    /// <summary>Fields the contract does not know are kept, up to the length of one text all together.</summary>
    public void Extra(Dictionary<string, JsonElement>? extra)
    {
        if (extra is null) return;
        var length = 0L;
        foreach (var (key, value) in extra)
        {
            length += key.Length + LengthOf(value);
            if (length <= bounds.TextMax) continue;
            Fail($"data.{Cut(key)}", $"unknown fields have more than {bounds.TextMax} characters together");
            return;
        }
    }

    /// <summary>A value short enough for a message.</summary>
    public static string Cut(string value) => value.Length <= Shown ? value : value[..Shown] + "…";

    /// <summary>Bytes of the value as it came, without copying it.</summary>
    private static long LengthOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(value).Length;

    private static bool HoldsControl(ReadOnlySpan<char> value) =>
        value.ContainsAnyInRange('\0', '\u001f') || value.ContainsAnyInRange('\u007f', '\u009f');

    private static bool IsUnicode(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 >= value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return false;
            i++;
        }

        return true;
    }
}
