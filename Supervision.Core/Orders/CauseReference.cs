using System.Globalization;
using Supervision.Core.Entities;

namespace Supervision.Core.Orders;

/// <summary>
/// Names the alert behind a cause: <c>case/2026-1:promised.yellow</c>. A card that late truth revoked and later proved
/// again is a cause of its own, <c>case/2026-1:promised.yellow@2</c>: what was answered before stays as it was.
/// </summary>
public readonly record struct CauseReference(StreamId Stream, string Key, int Times)
{
    private const char TimesMark = '@';

    /// <summary>
    /// A finding about a rating names the unit as its subject, and not the case, whose applicant rated.
    /// </summary>
    private const string RatingKey = ":rating.";

    /// <summary>Whether the alert is about a rating.</summary>
    public static bool IsOfRating(string reference) => reference.Contains(RatingKey, StringComparison.Ordinal);

    /// <summary>The alert's id, as lists show it.</summary>
    public string Alert => $"{Stream}:{Key}";

    /// <inheritdoc />
    public override string ToString() =>
        Times == 1 ? Alert : string.Create(CultureInfo.InvariantCulture, $"{Alert}{TimesMark}{Times}");

    /// <summary>The alert's id in a reference; a cause that is no alert is named as it is.</summary>
    public static string AlertOf(string reference)
    {
        var mark = reference.LastIndexOf(TimesMark);
        return mark > 0 && int.TryParse(reference.AsSpan(mark + 1), CultureInfo.InvariantCulture, out _)
            ? reference[..mark]
            : reference;
    }

    /// <summary>Reads the reference of an alert; null when the cause is none.</summary>
    public static CauseReference? Of(CauseMark cause)
    {
        var alert = AlertOf(cause.Reference);
        var place = alert.IndexOf($"/{cause.Subject}:", StringComparison.Ordinal);
        var end = place >= 0
            ? place + 1 + cause.Subject.Length
            : alert.LastIndexOf(RatingKey, StringComparison.Ordinal);
        if (end < 0 || !StreamId.TryParse(alert[..end], out var stream))
        {
            return null;
        }

        var times = alert.Length == cause.Reference.Length
            ? 1
            : int.Parse(cause.Reference.AsSpan(alert.Length + 1), CultureInfo.InvariantCulture);
        return new(stream, alert[(end + 1)..], times);
    }
}
