namespace Supervision.Core.Facts;

/// <summary>What a fact may hold. Every bound is inclusive; longer, later or larger is a reason to reject.</summary>
public sealed record FactBounds
{
    /// <summary>The defaults, for a live clock.</summary>
    public static FactBounds Default { get; } = new();

    /// <summary>The defaults without a bound against now: in Replay, now is what the facts say.</summary>
    public static FactBounds Replay { get; } = new() { MaxAhead = null };

    /// <summary>
    /// How far ahead of now a fact may have happened; null means any. Default 24 h: clocks of devices go wrong, but a
    /// fact from next week would hold its case's cards back until then.
    /// </summary>
    public TimeSpan? MaxAhead { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Characters of a subject; default 200.</summary>
    public int SubjectMax { get; init; } = 200;

    /// <summary>Characters of an id; default 200.</summary>
    public int IdMax { get; init; } = 200;

    /// <summary>Characters of a source; default 200.</summary>
    public int SourceMax { get; init; } = 200;

    /// <summary>Characters of any other text, also of all unknown fields together; default 4000.</summary>
    public int TextMax { get; init; } = 4000;

    /// <summary>Elements of any list; default 200.</summary>
    public int ListMax { get; init; } = 200;

    /// <summary>Working days of a suspension; default 400, more than a year and a half.</summary>
    public int SuspensionDaysMax { get; init; } = 400;

    /// <summary>Working days of an extension; default 250, a year. More than the law allows is a finding.</summary>
    public int ExtensionDaysMax { get; init; } = 250;

    /// <summary>Yuan of a fee; default 100 million.</summary>
    public decimal AmountMax { get; init; } = 100_000_000m;

    /// <summary>First instant a fact or a field may name: 1990.</summary>
    public static DateTimeOffset Earliest { get; } = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>End of the instants a fact or a field may name, exclusive: 2101.</summary>
    public static DateTimeOffset End { get; } = new(2101, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
