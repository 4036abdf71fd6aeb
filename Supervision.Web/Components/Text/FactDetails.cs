using System.Globalization;
using Supervision.Core.Facts;

namespace Supervision.Web.Components.Text;

/// <summary>What a fact says, as label keys and texts for a reader; what it leaves open is left out.</summary>
public sealed class FactDetails(INames names)
{
    /// <summary>The details in reading order. A type without details of its own has none.</summary>
    public IEnumerable<(string Key, string Text)> Of(FactData data) => All(data)
        .Where(detail => !string.IsNullOrEmpty(detail.Text))
        .Select(detail => (detail.Key, detail.Text!));

    private IEnumerable<(string Key, string? Text)> All(FactData data) => data switch
    {
        CaseReceived fact =>
        [
            ("item", Item(fact.Item)), ("window", Window(fact.Window)), ("channel", fact.Channel),
            ("applicant", fact.Applicant?.Masked), ("agent", fact.Agent?.Masked),
        ],
        CaseAccepted fact =>
        [
            ("item", Item(fact.Item)), ("window", Window(fact.Window)), ("handler", Staff(fact.Handler)),
            ("channel", fact.Channel), ("parent", fact.Parent),
        ],
        CaseRefused fact =>
            [("reason", fact.Reason), ("basis", fact.Basis), ("remedy", fact.Remedy), ("handler", Staff(fact.Handler))],
        CaseCorrectionRequested fact => [("notice", fact.Notice), ("materials", List(fact.Materials))],
        CaseCorrectionFiled fact => [("notice", fact.Notice), ("materials", List(fact.Materials))],
        CaseStageEntered fact =>
            [("stage", fact.Stage), ("handler", Staff(fact.Handler)), ("opinion", fact.Opinion)],
        CaseStageCompleted fact =>
            [("stage", fact.Stage), ("handler", Staff(fact.Handler)), ("opinion", fact.Opinion)],
        CaseSuspended fact =>
        [
            ("reason", Suspension(fact.Reason)), ("notice", fact.Notice), ("days", Number(fact.Days)),
            ("approver", Staff(fact.Approver)),
        ],
        CaseResumed fact => [("reason", Suspension(fact.Reason)), ("notice", fact.Notice)],
        CaseExtended fact =>
            [("days", Number(fact.Days)), ("approver", Staff(fact.Approver)), ("reason", fact.Reason)],
        CaseDecided fact =>
        [
            ("outcome", Words.OfCode("detail", Spelling.Of(fact.Outcome))), ("handler", Staff(fact.Handler)),
            ("reason", fact.Reason),
        ],
        CaseFinished fact => Ended(fact.Outcome, fact.Handler),
        CaseDelivered fact => Ended(fact.Outcome, fact.Handler),
        CaseWithdrawn fact => Ended(fact.Outcome, fact.Handler),
        CaseVoided fact => Ended(fact.Outcome, fact.Handler),
        CaseFeeCharged fact =>
            [("amount", fact.Amount.ToString("N2", Words.First)), ("where", Window(fact.Where))],
        RatingGiven fact => [("score", Number(fact.Score)), ("comment", fact.Comment)],
        _ => [],
    };

    private IEnumerable<(string Key, string? Text)> Ended(string? outcome, string? handler) =>
        [("outcome", outcome is null ? null : Words.OfCode("detail", outcome)), ("handler", Staff(handler))];

    private string? Item(string? id) => id is null ? null : names.Item(id);

    private string? Window(string? id) => id is null ? null : names.Window(id);

    private string? Staff(string? id) => id is null ? null : names.Staff(id);

    private static string Suspension(string reason) => Words.OfCode("suspension", reason);

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? List(IReadOnlyList<string>? texts) => texts is null ? null : string.Join('、', texts);
}
