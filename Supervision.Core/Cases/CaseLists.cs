using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Cases;

/// <summary>
/// What is gathered while a case is read. Each thread keeps its lists from one reading to the next, so that a decision
/// leaves little behind for the garbage collector.
/// </summary>
internal sealed class CaseLists
{
    private const int HistoryKeptMax = 256;

    [ThreadStatic]
    private static CaseLists? ofThisThread;

    public List<DateTimeOffset> CorrectionsRequested { get; } = [];

    /// <summary>What had to be answered, in order: the receipt, then what was filed after each notice.</summary>
    public List<AcceptanceRound> Rounds { get; } = [];

    public List<StagePass> Stages { get; } = [];
    public List<Suspension> Suspensions { get; } = [];
    public List<Dated<CaseExtended>> Extensions { get; } = [];
    public List<Dated<CaseFeeCharged>> Fees { get; } = [];
    public List<DateTimeOffset> Acceptances { get; } = [];
    public List<CaseClock> Clocks { get; } = [];
    public List<Alert> Alerts { get; } = [];

    /// <summary>
    /// Empty lists, the caller's until the thread takes them again. A long history has lists of its own.
    /// </summary>
    public static CaseLists Take(int historyLength)
    {
        if (historyLength > HistoryKeptMax)
        {
            return new();
        }

        var lists = ofThisThread ??= new();
        lists.Clear();
        return lists;
    }

    private void Clear()
    {
        CorrectionsRequested.Clear();
        Rounds.Clear();
        Stages.Clear();
        Suspensions.Clear();
        Extensions.Clear();
        Fees.Clear();
        Acceptances.Clear();
        Clocks.Clear();
        Alerts.Clear();
    }
}
