namespace Supervision.Core.Reading;

/// <summary>
/// The part of everything that a caller may see: what names one of some halls, departments and windows. What names
/// none of them looks as if it did not exist.
/// </summary>
/// <param name="Organisations">Ids of halls, departments and windows; at least one.</param>
public sealed record ReadingScope(IReadOnlyList<string> Organisations)
{
    /// <summary>Whether something of this place may be seen; null means that it names no such place.</summary>
    public bool Covers(string? hall, string? department, string? window) =>
        Covers(hall) || Covers(department) || Covers(window);

    private bool Covers(string? organisation) =>
        organisation is not null && Organisations.Contains(organisation, StringComparer.Ordinal);
}
