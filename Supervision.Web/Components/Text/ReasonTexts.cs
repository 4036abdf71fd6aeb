using System.Globalization;
using Supervision.Core.Alerts;

namespace Supervision.Web.Components.Text;

/// <summary>Why an alert was raised or revoked, name by name in the language of the reader.</summary>
public sealed class ReasonTexts(INames names, HallTime time)
{
    /// <summary>Labels and texts in the order they were written; an unknown name is shown as it is.</summary>
    public IEnumerable<(string Label, string Text)> Of(string because) => Because.Read(because)
        .Select(reason => (LabelOf(reason.Name), TextOf(reason.Name, reason.Value)));

    private static string LabelOf(string name) => Words.Has($"because.{name}") ? Words.Of($"because.{name}") : name;

    private string TextOf(string name, string value) => name switch
    {
        "limit" => LimitText(value),
        "startedAt" or "dueAt" or "endedAt" or "acceptedAt" or "refusedAt" or "occurredAt"
            or "lastHeardAt" or "heardAt" => InstantText(value),
        "handler" => names.Staff(value),
        "window" => names.Window(value),
        "patrolKinds" => string.Join('、', value.Split(' ').Select(kind => Words.OfCode("patrolKind", kind))),
        "patrolRound" => Words.OfCode("patrolRound", value),
        "fact" => Words.OfCode("fact", value),
        "clock" => Words.OfCode("clock", value),
        "cause" => Words.Has($"because.{value}") ? Words.Of($"because.{value}") : value,
        "missing" => string.Join(
            Words.InEnglish ? ", " : "、", value.Split(", ").Select(part => Words.OfCode("detail", part))),
        _ => value,
    };

    private string InstantText(string value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var instant) ? time.Second(instant) : value;

    private static string LimitText(string value)
    {
        var blank = value.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0
            ? Words.Of("because.bySource")
            : $"{value[..blank]} {Words.OfCode("unit", value[(blank + 1)..])}";
    }
}
