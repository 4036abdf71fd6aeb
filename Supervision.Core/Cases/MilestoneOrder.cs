using Supervision.Core.Facts;

namespace Supervision.Core.Cases;

/// <summary>
/// The one order in which the facts of a case are read: by event time; at one instant by their place in the life of a
/// case, so that an acceptance and a finish of the same second make sense; then by identity.
/// </summary>
internal static class MilestoneOrder
{
    public static int Compare(Milestone one, Milestone other)
    {
        var byTime = one.OccurredAt.UtcTicks.CompareTo(other.OccurredAt.UtcTicks);
        if (byTime != 0)
        {
            return byTime;
        }

        var byPlace = PlaceOf(one.Data).CompareTo(PlaceOf(other.Data));
        return byPlace != 0 ? byPlace : one.Tie.CompareTo(other.Tie);
    }

    private static int PlaceOf(FactData data) => data switch
    {
        CaseReceived => 0,
        CaseCorrectionRequested => 1,
        CaseCorrectionFiled => 2,
        CaseAccepted => 3,
        CaseStageEntered => 4,
        CaseSuspended => 5,
        CaseResumed => 6,
        CaseExtended => 7,
        CaseStageCompleted => 8,
        CaseFeeCharged => 9,
        CaseDecided => 10,
        CaseRefused => 11,
        CaseFinished => 12,
        CaseDelivered => 13,
        CaseWithdrawn => 14,
        CaseVoided => 15,
        _ => 16,
    };
}
