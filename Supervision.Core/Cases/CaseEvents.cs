using System.Text.Json.Serialization;
using Supervision.Core.Alerts;
using Supervision.Core.Entities;
using Supervision.Core.Reading;

namespace Supervision.Core.Cases;

/// <summary>Who answered for the subject when an alert was raised.</summary>
/// <param name="Hall">Hall.</param>
/// <param name="Window">Window.</param>
/// <param name="Department">Department.</param>
/// <param name="Item">Service item.</param>
/// <param name="Staff">Handler of the case; null in entries of versions that did not note it.</param>
public sealed record Place(string? Hall, string? Window, string? Department, string? Item, string? Staff = null);

/// <summary>
/// The case as lists and figures show it changed. Sums over all cases are kept by taking <paramref name="Before"/> away
/// and adding <paramref name="After"/>.
/// </summary>
/// <param name="Before">As it was; null for a new case.</param>
/// <param name="After">As it is.</param>
public sealed record CaseMoved(
    [property: JsonConverter(typeof(CaseRowConverter))] CaseRow? Before,
    [property: JsonConverter(typeof(CaseRowConverter))] CaseRow After) : DomainEvent;

/// <summary>Time alone changes something at <paramref name="At"/>, inclusive; null: never again.</summary>
public sealed record DeadlineSet(DateTimeOffset? At) : DomainEvent;

/// <summary>A card or finding was raised.</summary>
public sealed record AlertRaised(Alert Alert, Place Place) : DomainEvent;

/// <summary>A standing alert was disproved.</summary>
/// <param name="Key">Which alert of the subject.</param>
/// <param name="Because">The fact that disproved it, in words.</param>
public sealed record AlertRevoked(string Key, string Because) : DomainEvent;

/// <summary>A revoked alert was proved again.</summary>
/// <param name="Key">Which alert of the subject.</param>
/// <param name="At">Event time as now known.</param>
/// <param name="Because">What proved it again.</param>
/// <param name="AlertBecause">
/// The reason of the alert as now read; null in entries of versions that did not note it.
/// </param>
/// <param name="Times">
/// How often it has been proved with this, from 2; null in entries of versions that did not count.
/// </param>
public sealed record AlertRestored(
    string Key, DateTimeOffset At, string Because, string? AlertBecause = null, int? Times = null) : DomainEvent;

/// <summary>A standing alert stays, but late truth moved its instant.</summary>
/// <param name="Key">Which alert of the subject.</param>
/// <param name="At">Event time as now known.</param>
/// <param name="Because">What moved it.</param>
/// <param name="AlertBecause">
/// The reason of the alert as now read; null in entries of versions that did not note it.
/// </param>
public sealed record AlertMovedInTime(string Key, DateTimeOffset At, string Because, string? AlertBecause = null)
    : DomainEvent;

/// <summary>
/// An upheld appeal or a revoked order took the card's effect away for good: it is revoked, and no later reading of the
/// facts restores it. Scores leave it out from here on.
/// </summary>
/// <param name="Key">Which alert of the subject.</param>
/// <param name="Order">The order whose revocation reversed it.</param>
/// <param name="Because">Why, as the reversal says.</param>
public sealed record AlertWaived(string Key, string Order, string Because) : DomainEvent;

/// <summary>Take a card's effect away, because the order it opened was revoked.</summary>
/// <param name="Key">Which alert of the subject.</param>
/// <param name="Order">The order.</param>
/// <param name="Because">Why it was revoked.</param>
public sealed record WaiveAlert(string Key, string Order, string Because) : Command;
