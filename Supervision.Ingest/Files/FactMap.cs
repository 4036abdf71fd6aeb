namespace Supervision.Ingest.Files;

/// <summary>
/// Says which attributes of a log become which fields of facts. Made by <see cref="FactMapFile"/>; immutable.
/// </summary>
/// <param name="Name">Name of the map.</param>
/// <param name="Subject">Where the subject of every fact comes from, unless a rule has its own.</param>
/// <param name="Zone">Zone of instants that carry no offset; null makes such instants faults.</param>
/// <param name="TimeFormat">
/// How instants are written when not in ISO 8601, as .NET spells formats; null for ISO 8601.
/// </param>
/// <param name="TraceMarks">Attributes (or columns) a log must have for this map to be chosen for it.</param>
/// <param name="EventMarks">Event attributes a log must have for this map to be chosen for it.</param>
/// <param name="Rules">What becomes a fact, at least one.</param>
public sealed record FactMap(
    string Name, Origin Subject, TimeZoneInfo? Zone, string? TimeFormat,
    IReadOnlyList<string> TraceMarks, IReadOnlyList<string> EventMarks, IReadOnlyList<FactRule> Rules);

/// <summary>One kind of fact that a log tells of.</summary>
/// <param name="PerEvent">True makes one fact per event, false one per trace or row.</param>
/// <param name="Type">Fact type of the contract.</param>
/// <param name="Time">Event time; a record without it gives no fact of this kind.</param>
/// <param name="Subject">Overrides the map's subject; null means the map's.</param>
/// <param name="When">Values that must be there for the fact to be made.</param>
/// <param name="Fields">Fields of <c>data</c>; one whose origin is not in the record is left out.</param>
public sealed record FactRule(
    bool PerEvent, string Type, Origin Time, Origin? Subject,
    IReadOnlyList<(Origin Origin, string Value)> When, IReadOnlyList<FactField> Fields);

/// <summary>One field of a fact's data.</summary>
/// <param name="Name">Contract name, or any name for an additional field.</param>
/// <param name="Part">Part of a limit (<c>amount</c> or <c>unit</c>), else null.</param>
/// <param name="Kind">How the value is written.</param>
/// <param name="Origin">Where the value comes from.</param>
public sealed record FactField(string Name, string? Part, FieldKind Kind, Origin Origin);

/// <summary>How a value is written in JSON.</summary>
public enum FieldKind
{
    /// <summary>As text.</summary>
    Text,
    /// <summary>As a number.</summary>
    Number,
    /// <summary>As true or false.</summary>
    Flag,
    /// <summary>As an instant with offset.</summary>
    Instant,
    /// <summary>As a list of texts, cut at semicolons.</summary>
    Texts,
}

/// <summary>Where a value comes from.</summary>
/// <param name="Place">Which part of the record.</param>
/// <param name="Name">Attribute name, or the constant itself.</param>
public sealed record Origin(OriginPlace Place, string Name)
{
    /// <summary>
    /// Reads <c>trace.NAME</c>, <c>row.NAME</c>, <c>event.NAME</c>, <c>first.NAME</c>, <c>last.NAME</c> or
    /// <c>=constant</c>.
    /// </summary>
    /// <returns>Null when the text is none of these.</returns>
    public static Origin? Parse(string text)
    {
        if (text.StartsWith('=')) return new Origin(OriginPlace.Constant, text[1..]);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || dot == text.Length - 1) return null;
        OriginPlace? place = text[..dot] switch
        {
            "trace" or "row" => OriginPlace.Trace,
            "event" => OriginPlace.Event,
            "first" => OriginPlace.First,
            "last" => OriginPlace.Last,
            _ => null,
        };
        return place is { } known ? new Origin(known, text[(dot + 1)..]) : null;
    }

    /// <summary>The value in a record, or null when it is not there or empty.</summary>
    /// <param name="record">The record.</param>
    /// <param name="eventIndex">The event a fact is made for; negative when it is made for the whole record.</param>
    public string? ValueIn(LogRecord record, int eventIndex) =>
        Find(record, eventIndex) is { Length: > 0 } value ? value : null;

    private string? Find(LogRecord record, int eventIndex) => Place switch
    {
        OriginPlace.Constant => Name,
        OriginPlace.Trace => record.Attributes.GetValueOrDefault(Name),
        OriginPlace.Event when eventIndex >= 0 => record.Events[eventIndex].GetValueOrDefault(Name),
        OriginPlace.First when record.Events.Count > 0 => record.Events[0].GetValueOrDefault(Name),
        OriginPlace.Last when record.Events.Count > 0 => record.Events[^1].GetValueOrDefault(Name),
        _ => null,
    };
}

/// <summary>The parts of a record.</summary>
public enum OriginPlace
{
    /// <summary>A fixed value.</summary>
    Constant,
    /// <summary>The trace, or the row of a table.</summary>
    Trace,
    /// <summary>The event a fact is made for.</summary>
    Event,
    /// <summary>The first event in the file.</summary>
    First,
    /// <summary>The last event in the file.</summary>
    Last,
}
