using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Reading;

namespace Supervision.Silo.Notifications;

/// <summary>What somebody is told of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoticeKind>))]
public enum NoticeKind
{
    /// <summary>A card of a configured level, to who is responsible.</summary>
    [JsonStringEnumMemberName("card")] Card,
    /// <summary>A supervision order was issued.</summary>
    [JsonStringEnumMemberName("issued")] Issued,
    /// <summary>An order waits for a step.</summary>
    [JsonStringEnumMemberName("stepWanted")] StepWanted,
    /// <summary>The limit of that step is near.</summary>
    [JsonStringEnumMemberName("reminded")] Reminded,
    /// <summary>An order climbed to the receiver's rung.</summary>
    [JsonStringEnumMemberName("climbed")] Climbed,
    /// <summary>The limit passed; to those below the rung the order climbed to.</summary>
    [JsonStringEnumMemberName("overdue")] Overdue,
    /// <summary>Somebody appealed.</summary>
    [JsonStringEnumMemberName("appealed")] Appealed,
    /// <summary>An appeal was decided.</summary>
    [JsonStringEnumMemberName("appealDecided")] AppealDecided,
    /// <summary>An order was closed, or revoked by late truth.</summary>
    [JsonStringEnumMemberName("ended")] Ended,
    /// <summary>A report or bulletin was issued.</summary>
    [JsonStringEnumMemberName("reportIssued")] ReportIssued,
    /// <summary>The day of a report passed without proof that it was sent.</summary>
    [JsonStringEnumMemberName("reportUnsent")] ReportUnsent,
    /// <summary>The day a report was due on passed, and it was not issued.</summary>
    [JsonStringEnumMemberName("reportMissed")] ReportMissed,
    /// <summary>A run of a job came to nothing.</summary>
    [JsonStringEnumMemberName("jobFailed")] JobFailed,
}

/// <summary>Something of the journal that somebody must be told of.</summary>
/// <param name="Id">Tells it from every other for ever, also after another journal was restored.</param>
/// <param name="At">When it happened; for a card or an order, when its cause did.</param>
/// <param name="Cause">Why: causes of one code.</param>
/// <param name="Unit">Whom it is about.</param>
/// <param name="Link">Page of this site that shows it.</param>
/// <param name="Values">What its text says, by name; codes where there are codes.</param>
/// <param name="Concerns">Who is told.</param>
/// <param name="Silenced">What a silence may cover; null where none applies.</param>
internal sealed record Happening(
    string Id, NoticeKind Kind, DateTimeOffset At, string Cause, OrderUnit Unit, string Link,
    ImmutableSortedDictionary<string, string> Values, Func<Actor, bool> Concerns, OrderCause? Silenced = null)
{
    /// <summary>Notices of one group share a message: same cause, same unit.</summary>
    public string Group => $"{Cause}|{Unit.Hall}|{Unit.Department}|{Unit.Window}";
}

/// <summary>One happening as one receiver is told of it: exactly one for both, for ever.</summary>
/// <param name="Id">Derived from happening and receiver.</param>
/// <param name="Receiver">Who is told.</param>
/// <param name="Happening">Of what.</param>
internal sealed record Notice(string Id, Actor Receiver, Happening Happening)
{
    public static Notice Of(Happening happening, Actor receiver) =>
        new(MessageId.Of(happening.Id, receiver.Id), receiver, happening);
}

/// <summary>Identities that are the same whenever they are derived anew.</summary>
internal static class MessageId
{
    /// <summary>Half of a SHA-256 over the parts, as 32 hexadecimal digits.</summary>
    public static string Of(params string[] parts) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));
}
