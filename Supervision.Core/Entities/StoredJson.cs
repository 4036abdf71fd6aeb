using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Supervision.Core.Cases;
using Supervision.Core.Facts;
using Supervision.Core.Jobs;
using Supervision.Core.Reading;
using Supervision.Core.Reports;
using Supervision.Core.Scores;

namespace Supervision.Core.Entities;

/// <summary>
/// The JSON form of everything that is stored: events in the journal, states in snapshots. It is the storage format:
/// names and discriminators are never changed or reused, fields are only added.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ImmutableArray<DomainEvent>))]
[JsonSerializable(typeof(EntityState))]
[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(CaseMoved))]
[JsonSerializable(typeof(OrderRow))]
[JsonSerializable(typeof(WindowRow))]
[JsonSerializable(typeof(AttendanceRow))]
[JsonSerializable(typeof(LeaveRow))]
[JsonSerializable(typeof(RatingRow))]
[JsonSerializable(typeof(ComplaintRow))]
[JsonSerializable(typeof(PatrolRow))]
[JsonSerializable(typeof(JobRun))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(MonthVersion))]
[JsonSerializable(typeof(DrawRow))]
[JsonSerializable(typeof(CaseReceived))]
[JsonSerializable(typeof(CaseAccepted))]
[JsonSerializable(typeof(CaseRefused))]
[JsonSerializable(typeof(CaseCorrectionRequested))]
[JsonSerializable(typeof(CaseCorrectionFiled))]
[JsonSerializable(typeof(CaseStageEntered))]
[JsonSerializable(typeof(CaseStageCompleted))]
[JsonSerializable(typeof(CaseSuspended))]
[JsonSerializable(typeof(CaseResumed))]
[JsonSerializable(typeof(CaseExtended))]
[JsonSerializable(typeof(CaseDecided))]
[JsonSerializable(typeof(CaseFinished))]
[JsonSerializable(typeof(CaseDelivered))]
[JsonSerializable(typeof(CaseWithdrawn))]
[JsonSerializable(typeof(CaseVoided))]
[JsonSerializable(typeof(CaseFeeCharged))]
[JsonSerializable(typeof(WindowOpened))]
[JsonSerializable(typeof(WindowPaused))]
[JsonSerializable(typeof(WindowResumed))]
[JsonSerializable(typeof(WindowClosed))]
[JsonSerializable(typeof(QueueIssued))]
[JsonSerializable(typeof(QueueCalled))]
[JsonSerializable(typeof(QueueServed))]
[JsonSerializable(typeof(QueueAbandoned))]
[JsonSerializable(typeof(AttendancePunched))]
[JsonSerializable(typeof(LeaveApproved))]
[JsonSerializable(typeof(LeaveCancelled))]
[JsonSerializable(typeof(RatingGiven))]
[JsonSerializable(typeof(ComplaintFiled))]
[JsonSerializable(typeof(ComplaintAnswered))]
[JsonSerializable(typeof(PatrolRecorded))]
[JsonSerializable(typeof(DeviceOperated))]
[JsonSerializable(typeof(Heartbeat))]
public sealed partial class StoredJson : JsonSerializerContext
{
    private static readonly PooledTextConverter Texts = new(new TextPool());

    private static readonly Lazy<StoredJson> Readable = new(() => new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { Texts },
    }));

    /// <summary>The context everything is stored with: Chinese stays readable.</summary>
    public static StoredJson Storage => Readable.Value;

    /// <summary>Reads a stored text or null where a converter reads by itself.</summary>
    internal static string? Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null
        ? null
        : Texts.Read(ref reader, typeof(string), Storage.Options);

    /// <summary>The same for writers that are kept and used again.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
}
