using System.Text.Json.Serialization;

namespace Supervision.Silo.Auditing;

/// <summary>What happened. Stored by name: never rename one.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuditKind>))]
public enum AuditKind
{
    /// <summary>Written by a newer version.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
    /// <summary>Somebody signed in.</summary>
    [JsonStringEnumMemberName("signedIn")] SignedIn,
    /// <summary>A sign-in failed.</summary>
    [JsonStringEnumMemberName("signInFailed")] SignInFailed,
    /// <summary>Somebody signed out.</summary>
    [JsonStringEnumMemberName("signedOut")] SignedOut,
    /// <summary>Somebody asked for what is not theirs.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
    /// <summary>Personal data was read: one case with everybody in it.</summary>
    [JsonStringEnumMemberName("caseRead")] CaseRead,
    /// <summary>A list was downloaded.</summary>
    [JsonStringEnumMemberName("exported")] Exported,
    /// <summary>An account was made.</summary>
    [JsonStringEnumMemberName("accountMade")] AccountMade,
    /// <summary>An account was closed.</summary>
    [JsonStringEnumMemberName("accountClosed")] AccountClosed,
    /// <summary>A closed account was opened again.</summary>
    [JsonStringEnumMemberName("accountOpened")] AccountOpened,
    /// <summary>A password was set.</summary>
    [JsonStringEnumMemberName("passwordSet")] PasswordSet,
    /// <summary>An API key or a kiosk link was made.</summary>
    [JsonStringEnumMemberName("keyMade")] KeyMade,
    /// <summary>An API key or a kiosk link was withdrawn.</summary>
    [JsonStringEnumMemberName("keyWithdrawn")] KeyWithdrawn,
    /// <summary>A wall was opened by its link.</summary>
    [JsonStringEnumMemberName("kioskOpened")] KioskOpened,
    /// <summary>Attendance of staff was read.</summary>
    [JsonStringEnumMemberName("staffRead")] StaffRead,
    /// <summary>A terminal was listed or changed.</summary>
    [JsonStringEnumMemberName("devicePut")] DevicePut,
    /// <summary>A terminal was taken off the list.</summary>
    [JsonStringEnumMemberName("deviceWithdrawn")] DeviceWithdrawn,
    /// <summary>Somebody said whose a PIN is.</summary>
    [JsonStringEnumMemberName("pinAssigned")] PinAssigned,
    /// <summary>A file that came with a step of an order was read.</summary>
    [JsonStringEnumMemberName("attachmentRead")] AttachmentRead,
    /// <summary>A step of an order was refused.</summary>
    [JsonStringEnumMemberName("stepRefused")] StepRefused,
    /// <summary>The audit itself was read.</summary>
    [JsonStringEnumMemberName("auditRead")] AuditRead,
    /// <summary>Somebody changed how messages reach them.</summary>
    [JsonStringEnumMemberName("contactChanged")] ContactChanged,
    /// <summary>A message that was given up is tried again.</summary>
    [JsonStringEnumMemberName("messageRetried")] MessageRetried,
    /// <summary>Somebody added a passkey to their account.</summary>
    [JsonStringEnumMemberName("passkeyAdded")] PasskeyAdded,
    /// <summary>A passkey was removed from an account.</summary>
    [JsonStringEnumMemberName("passkeyRemoved")] PasskeyRemoved,
    /// <summary>Somebody had a job run.</summary>
    [JsonStringEnumMemberName("jobRun")] JobRun,
    /// <summary>Somebody tried a table against the rule book.</summary>
    [JsonStringEnumMemberName("rulesTried")] RulesTried,
}

/// <summary>What is to be kept. No text is null and none holds a secret.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Who">Identity of the account or name of the key; empty when nobody is known.</param>
/// <param name="Name">What people call them; a failed sign-in's is what was typed.</param>
/// <param name="Role">Role, or scope of the key.</param>
/// <param name="Organisation">What they are bound to, separated by blanks; empty for the city.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Detail">More about it.</param>
/// <param name="Address">Network address of the caller.</param>
public sealed record AuditEntry(
    AuditKind Kind, string Who, string Name, string Role, string Organisation, string Subject, string Detail,
    string Address);

/// <summary>A line of the audit.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="At">Recording time.</param>
/// <param name="Entry">What happened.</param>
public sealed record AuditLine(long Sequence, DateTimeOffset At, AuditEntry Entry);

/// <summary>What to list; null means any.</summary>
/// <param name="Text">Part of the name, the identity, the subject or the detail.</param>
/// <param name="Since">Earliest instant, inclusive.</param>
/// <param name="Until">Latest instant, exclusive.</param>
/// <param name="Before">Only lines with a smaller sequence: the next page.</param>
/// <param name="Limit">From 1 to 1000.</param>
public sealed record AuditQuery(
    AuditKind? Kind = null, string? Text = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null,
    long? Before = null, int Limit = 100);
