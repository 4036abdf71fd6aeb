using System.Globalization;
using Supervision.Core.Facts;

namespace Supervision.Web.Api;

/// <summary>
/// Reads query fields; what is wrong is collected by the field's name, so that a caller learns all of it at once.
/// </summary>
internal sealed class Fields(IQueryCollection query)
{
    /// <summary>What to say of an instant that is none.</summary>
    public const string InstantWanted =
        "should be an RFC 3339 instant with offset from 1990 to 2100, such as 2026-11-20T09:31:05+08:00";

    private readonly Dictionary<string, string[]> faults = new(StringComparer.Ordinal);

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int fallback, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        Fault(name, $"should be a whole number from {least} to {most}");
        return fallback;
    }

    /// <summary>True or false, or null.</summary>
    public bool? Flag(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        Fault(name, "should be true or false");
        return null;
    }

    /// <summary>One of an enumeration's contract names, or null.</summary>
    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices) where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (choices.TryGetValue(text, out var value))
        {
            return value;
        }

        Fault(name, "should be one of " + string.Join(", ", choices.Keys));
        return null;
    }

    /// <summary>A day, or null.</summary>
    public DateOnly? Date(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Fault(name, "should be a day such as 2026-11-20");
        return null;
    }

    /// <summary>An instant with offset, or null.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // A '+' that was not escaped arrives as a blank.
        if (TryInstant(text.Replace(' ', '+'), out var instant))
        {
            return instant;
        }

        Fault(name, InstantWanted);
        return null;
    }

    /// <summary>Reads an instant with offset, from 1990 to 2100 as facts have them.</summary>
    public static bool TryInstant(string text, out DateTimeOffset instant)
    {
        instant = default;
        return HasOffset(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant)
            && instant >= FactBounds.Earliest && instant < FactBounds.End;
    }

    /// <summary>Notes a fault.</summary>
    public void Fault(string name, string problem) => faults[name] = [problem];

    /// <summary>The answer to a caller whose fields are at fault; null when all are fine.</summary>
    public IResult? Problem() => faults.Count == 0
        ? null
        : Results.ValidationProblem(
            faults, title: "Some fields are at fault",
            detail: string.Join("; ", faults.Select(fault => $"{fault.Key}: {fault.Value[0]}")));

    private static bool HasOffset(string text)
    {
        var time = text.IndexOf('T', StringComparison.OrdinalIgnoreCase);
        return time > 0 && (text.EndsWith('Z') || text.AsSpan(time).IndexOfAny('+', '-') > 0);
    }
}
