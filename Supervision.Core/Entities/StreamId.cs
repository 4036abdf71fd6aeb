namespace Supervision.Core.Entities;

/// <summary>The kinds of supervised entities; each has its decider.</summary>
public enum EntityKind : byte
{
    /// <summary>办件.</summary>
    Case,
    /// <summary>窗口.</summary>
    Window,
    /// <summary>Staff member.</summary>
    Staff,
    /// <summary>投诉.</summary>
    Complaint,
    /// <summary>A feed source or device.</summary>
    Source,
    /// <summary>督办单.</summary>
    Order,
    /// <summary>督办台账 of one organisation: numbers its orders.</summary>
    Register,
    /// <summary>A reaction: where in the journal it began.</summary>
    Reaction,
    /// <summary>A month of scores, open or closed.</summary>
    Month,
    /// <summary>A job and the period it is done for.</summary>
    Job,
    /// <summary>A report of one period.</summary>
    Report,
    /// <summary>抽查: a draw.</summary>
    Draw,
}

/// <summary>
/// Names the journal stream of one entity: its kind and its own key, written <c>case/2026-000123</c>.
/// </summary>
public readonly record struct StreamId(EntityKind Kind, string Key)
{
    private static readonly string[] Prefixes =
    [
        "case/", "window/", "staff/", "complaint/", "source/", "order/", "register/", "reaction/", "month/", "job/",
        "report/", "draw/",
    ];

    /// <summary>The stream's text form, which sorts by kind and then by key.</summary>
    public override string ToString() => Prefixes[(int)Kind] + Key;

    /// <summary>Reads the text form back.</summary>
    /// <exception cref="FormatException">The text has no known prefix.</exception>
    public static StreamId Parse(string text) => TryParse(text, out var stream)
        ? stream
        : throw new FormatException(
            $"'{text}' names no stream: it should start with one of {string.Join(", ", Prefixes)}.");

    /// <summary>Reads the text form back; false when it has no known prefix.</summary>
    public static bool TryParse(string text, out StreamId stream)
    {
        var kind = Array.FindIndex(Prefixes, prefix => text.StartsWith(prefix, StringComparison.Ordinal));
        stream = kind < 0 ? default : new((EntityKind)kind, text[Prefixes[kind].Length..]);
        return kind >= 0;
    }
}
