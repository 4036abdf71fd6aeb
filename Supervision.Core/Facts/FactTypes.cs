using System.Collections.Frozen;

namespace Supervision.Core.Facts;

/// <summary>The fact types of the feed contract (section 2), by their CloudEvents <c>type</c> names.</summary>
public static class FactTypes
{
    private static readonly FrozenDictionary<string, Type> ByName = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["case.received"] = typeof(CaseReceived),
        ["case.accepted"] = typeof(CaseAccepted),
        ["case.refused"] = typeof(CaseRefused),
        ["case.correction.requested"] = typeof(CaseCorrectionRequested),
        ["case.correction.filed"] = typeof(CaseCorrectionFiled),
        ["case.stage.entered"] = typeof(CaseStageEntered),
        ["case.stage.completed"] = typeof(CaseStageCompleted),
        ["case.suspended"] = typeof(CaseSuspended),
        ["case.resumed"] = typeof(CaseResumed),
        ["case.extended"] = typeof(CaseExtended),
        ["case.decided"] = typeof(CaseDecided),
        ["case.finished"] = typeof(CaseFinished),
        ["case.delivered"] = typeof(CaseDelivered),
        ["case.withdrawn"] = typeof(CaseWithdrawn),
        ["case.voided"] = typeof(CaseVoided),
        ["case.fee.charged"] = typeof(CaseFeeCharged),
        ["window.opened"] = typeof(WindowOpened),
        ["window.paused"] = typeof(WindowPaused),
        ["window.resumed"] = typeof(WindowResumed),
        ["window.closed"] = typeof(WindowClosed),
        ["queue.issued"] = typeof(QueueIssued),
        ["queue.called"] = typeof(QueueCalled),
        ["queue.served"] = typeof(QueueServed),
        ["queue.abandoned"] = typeof(QueueAbandoned),
        ["attendance.punched"] = typeof(AttendancePunched),
        ["leave.approved"] = typeof(LeaveApproved),
        ["leave.cancelled"] = typeof(LeaveCancelled),
        ["rating.given"] = typeof(RatingGiven),
        ["complaint.filed"] = typeof(ComplaintFiled),
        ["complaint.answered"] = typeof(ComplaintAnswered),
        ["patrol.recorded"] = typeof(PatrolRecorded),
        ["device.operated"] = typeof(DeviceOperated),
        ["heartbeat"] = typeof(Heartbeat),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> Names =
        ByName.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Every type name of the contract.</summary>
    public static IReadOnlyCollection<string> All => ByName.Keys;

    /// <summary>
    /// The record that carries the data of <paramref name="name"/>, or null when the contract has no such type.
    /// </summary>
    public static Type? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Looks a type up by name without allocating, for readers that hold the name as characters.</summary>
    public static bool TryFind(ReadOnlySpan<char> name, out string canonicalName, out Type type)
    {
        var lookup = ByName.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(name, out var found))
        {
            type = found;
            canonicalName = Names[found];
            return true;
        }

        type = typeof(object);
        canonicalName = "";
        return false;
    }

    /// <summary>The contract's name of the type that <paramref name="data"/> belongs to.</summary>
    public static string NameOf(FactData data) => Names[data.GetType()];
}
