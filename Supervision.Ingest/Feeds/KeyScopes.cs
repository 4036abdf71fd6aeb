using Supervision.Core.Facts;
using Supervision.Core.Ports;

namespace Supervision.Ingest.Feeds;

/// <summary>Whether a key may speak for a fact.</summary>
internal static class KeyScopes
{
    /// <summary>The reason why it may not, or null.</summary>
    public static string? Fault(FeedKey key, Fact fact)
    {
        if (!key.MaySpeakFor(fact.Source)) return $"source: this key may not speak for {fact.Source}";
        if (key.Organisations.Count == 0) return null;
        var (hall, department, window) = PlaceOf(fact);
        if (hall is null && department is null && window is null) return null;
        return Covers(key, hall) || Covers(key, department) || Covers(key, window)
            ? null
            : $"data: this key may not speak for {hall ?? department ?? window}";
    }

    private static bool Covers(FeedKey key, string? organisation) =>
        organisation is not null && key.Organisations.Contains(organisation, StringComparer.Ordinal);

    private static (string? Hall, string? Department, string? Window) PlaceOf(Fact fact) => fact.Data switch
    {
        CaseReceived e => (e.Hall, e.Department, e.Window),
        CaseAccepted e => (e.Hall, e.Department, e.Window),
        CaseStageEntered e => (null, e.Department, null),
        CaseStageCompleted e => (null, e.Department, null),
        ComplaintFiled e => (e.Hall, e.Department, e.Window),
        ComplaintAnswered e => (e.Hall, e.Department, e.Window),
        _ => default,
    };
}
