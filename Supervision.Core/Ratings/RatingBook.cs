using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Entities;
using Supervision.Core.Reading;

namespace Supervision.Core.Ratings;

/// <summary>The newest ratings of one window or matter, and the callbacks that are owed.</summary>
public sealed record RatingBook
{
    /// <summary>Visits kept: one that is rated again after so many others is counted as another.</summary>
    public const int VisitsKept = 128;

    /// <summary>Callbacks kept of visits that are no longer.</summary>
    public const int OwedKept = 64;

    /// <summary>Nothing rated.</summary>
    public static RatingBook Empty { get; } = new();

    /// <summary>One rating of each visit, by time.</summary>
    public ImmutableArray<VisitMark> Visits { get; init; } = [];

    /// <summary>Visits no longer among those whose rater is still to be called, by time.</summary>
    public ImmutableArray<VisitMark> Owed { get; init; } = [];

    /// <summary>Visits that left, to be counted on.</summary>
    public long Folded { get; init; }

    /// <summary>The newest rating somebody gave; null when there is none.</summary>
    [JsonIgnore]
    public RatingRow? Newest => Visits.LastOrDefault(visit => !visit.Row.IsDefault)?.Row;

    /// <summary>Whether visits may have left.</summary>
    [JsonIgnore]
    public bool HasFolded => Visits.Length >= VisitsKept;

    /// <summary>Whether ratings of a day may have left.</summary>
    public bool IsIncomplete(DateOnly day) => HasFolded && day <= Visits[0].Row.Day;

    /// <summary>A visit that is still known, or null.</summary>
    public VisitMark? Find(string id) =>
        Visits.FirstOrDefault(visit => visit.Row.Id == id) ?? Owed.FirstOrDefault(visit => visit.Row.Id == id);

    /// <summary>The book with a visit's rating as it is now.</summary>
    public RatingBook With(VisitMark visit)
    {
        var at = Owed.IndexOf(Owed.FirstOrDefault(owed => owed.Row.Id == visit.Row.Id)!);
        if (at >= 0)
        {
            return this with { Owed = visit.Owes ? Owed.SetItem(at, visit) : Owed.RemoveAt(at) };
        }

        ImmutableArray<VisitMark> visits =
        [
            .. Visits.Where(known => known.Row.Id != visit.Row.Id).Append(visit)
                .OrderBy(known => known.Row.At.UtcTicks).ThenBy(known => known.Tie),
        ];
        if (visits.Length <= VisitsKept)
        {
            return this with { Visits = visits };
        }

        var owed = visits[0].Owes ? Owed.Add(visits[0]) : Owed;
        return this with
        {
            Visits = visits.RemoveAt(0),
            Owed = owed.Length <= OwedKept ? owed : owed.RemoveAt(0),
            Folded = Folded + 1,
        };
    }
}

/// <summary>The rating of a visit that counts.</summary>
/// <param name="Row">As lists show it.</param>
/// <param name="Tie">Orders ratings of one instant.</param>
/// <param name="Device">Device it was given on.</param>
public sealed record VisitMark(RatingRow Row, ulong Tie, string? Device)
{
    /// <summary>Whether a callback is owed and was not made.</summary>
    [JsonIgnore]
    public bool Owes => Row is { CallbackDueAt: not null, CalledAt: null };

    /// <summary>
    /// Whether this one counts instead of another of the same visit: what somebody gave before a default, the later
    /// before the earlier.
    /// </summary>
    public bool Counts(VisitMark other) => (!Row.IsDefault, Row.At.UtcTicks, Tie)
        .CompareTo((!other.Row.IsDefault, other.Row.At.UtcTicks, other.Tie)) > 0;
}

/// <summary>
/// The rating of a visit as lists show it changed. Sums are kept by taking <paramref name="Before"/> away and adding
/// <paramref name="Mark"/>.
/// </summary>
/// <param name="Before">As it was; null for a new visit.</param>
/// <param name="Mark">As it is.</param>
public sealed record RatingMoved(RatingRow? Before, VisitMark Mark) : DomainEvent;

/// <summary>Say to whom the rating of a case belongs, as its case knows.</summary>
/// <param name="Visit">The rating.</param>
/// <param name="Hall">Hall of the case.</param>
/// <param name="Window">Window of the case.</param>
/// <param name="Department">Department of the case.</param>
/// <param name="Staff">Who handled it.</param>
/// <param name="Item">Its service item.</param>
public sealed record AttributeRating(
    string Visit, string? Hall, string? Window, string? Department, string? Staff, string? Item) : Command;

/// <summary>Write down what a callback came to.</summary>
/// <param name="Visit">The rating.</param>
/// <param name="Result">What it came to.</param>
/// <param name="Words">What was said, up to 2000 characters.</param>
/// <param name="By">Who called; not who was rated.</param>
public sealed record RecordCallback(string Visit, CallbackResult Result, string? Words, People.Actor By) : Command;
