using Supervision.Core.Rules;

namespace Supervision.Core.Facts;

/// <summary>Checks the data of case facts, one line per field.</summary>
internal static class CaseFactChecks
{
    /// <returns>Whether this is a type that is checked here.</returns>
    public static bool Check(FactData data, RuleBook rules, FieldCheck check)
    {
        switch (data)
        {
            case CaseReceived received: Received(received, check); break;
            case CaseAccepted accepted: Accepted(accepted, rules, check); break;
            case CaseRefused refused: Refused(refused, check); break;
            case CaseCorrectionRequested requested: Correction(requested.Notice, requested.Materials, check); break;
            case CaseCorrectionFiled filed: Correction(filed.Notice, filed.Materials, check); break;
            case CaseStageEntered entered:
                Stage(entered.Stage, entered.Handler, entered.Department, entered.Opinion, check);
                check.Limit("data.stageLimit", entered.StageLimit);
                break;
            case CaseStageCompleted completed:
                Stage(completed.Stage, completed.Handler, completed.Department, completed.Opinion, check);
                check.Limit("data.stageLimit", completed.StageLimit);
                break;
            case CaseSuspended suspended:
                Suspension(suspended.Reason, suspended.Notice, suspended.Days, suspended.Approver, check);
                break;
            case CaseResumed resumed:
                Suspension(resumed.Reason, resumed.Notice, resumed.Days, resumed.Approver, check);
                break;
            case CaseExtended extended: Extended(extended, check); break;
            case CaseDecided decided: Decided(decided, check); break;
            case CaseFinished finished: End(finished.Outcome, finished.Handler, check); break;
            case CaseDelivered delivered: End(delivered.Outcome, delivered.Handler, check); break;
            case CaseWithdrawn withdrawn: End(withdrawn.Outcome, withdrawn.Handler, check); break;
            case CaseVoided voided: End(voided.Outcome, voided.Handler, check); break;
            case CaseFeeCharged fee: Fee(fee, check); break;
            default: return false;
        }

        return true;
    }

    private static void Received(CaseReceived data, FieldCheck check)
    {
        Place(data.Hall, data.Window, data.Department, check);
        check.OptionalName("data.item", data.Item);
        check.OptionalName("data.channel", data.Channel);
        Person("data.applicant", data.Applicant, check);
        Person("data.agent", data.Agent, check);
    }

    private static void Accepted(CaseAccepted data, RuleBook rules, FieldCheck check)
    {
        check.OptionalName("data.item", data.Item);
        var hasClock = data.Promised is not null || data.Statutory is not null
            || data.PromisedDueAt is not null || data.StatutoryDueAt is not null;
        if (!hasClock && data.Item is null)
            check.Fail("data.item", "is missing, and the fact gives no limit");
        if (!hasClock && data.Item is { } item && !rules.Items.ContainsKey(item))
            check.Fail("data.item", $"'{FieldCheck.Cut(item)}' is not in the rule book, and the fact gives no limit");
        if (data.CaseType is { } type && !Enum.IsDefined(type)) check.Fail("data.caseType", "is not a known case type");
        Place(data.Hall, data.Window, data.Department, check);
        check.OptionalName("data.handler", data.Handler);
        check.OptionalName("data.channel", data.Channel);
        check.OptionalName("data.parent", data.Parent);
        check.Limit("data.promised", data.Promised);
        check.Limit("data.statutory", data.Statutory);
        check.Instant("data.promisedDueAt", data.PromisedDueAt);
        check.Instant("data.statutoryDueAt", data.StatutoryDueAt);
        check.Texts("data.riskPoints", data.RiskPoints);
    }

    private static void Refused(CaseRefused data, FieldCheck check)
    {
        check.Text("data.reason", data.Reason);
        check.Text("data.basis", data.Basis);
        check.Text("data.remedy", data.Remedy);
        check.OptionalName("data.handler", data.Handler);
    }

    private static void Correction(string? notice, IReadOnlyList<string>? materials, FieldCheck check)
    {
        check.OptionalName("data.notice", notice);
        check.Texts("data.materials", materials);
    }

    private static void Stage(string stage, string? handler, string? department, string? opinion, FieldCheck check)
    {
        check.Name("data.stage", stage, check.Bounds.SubjectMax);
        check.OptionalName("data.handler", handler);
        check.OptionalName("data.department", department);
        check.Text("data.opinion", opinion);
    }

    /// <summary>A reason the law does not name is a finding, so any words pass here.</summary>
    private static void Suspension(string reason, string? notice, int? days, string? approver, FieldCheck check)
    {
        check.RequiredText("data.reason", reason);
        check.OptionalName("data.notice", notice);
        check.OptionalName("data.approver", approver);
        if (days is { } count) check.Within("data.days", count, 1, check.Bounds.SuspensionDaysMax);
    }

    private static void Extended(CaseExtended data, FieldCheck check)
    {
        check.Within("data.days", data.Days, 1, check.Bounds.ExtensionDaysMax);
        check.OptionalName("data.approver", data.Approver);
        check.Text("data.reason", data.Reason);
    }

    private static void Decided(CaseDecided data, FieldCheck check)
    {
        if (!Enum.IsDefined(data.Outcome)) check.Fail("data.outcome", "is neither granted nor denied");
        check.OptionalName("data.handler", data.Handler);
        check.Text("data.reason", data.Reason);
    }

    private static void End(string? outcome, string? handler, FieldCheck check)
    {
        check.Text("data.outcome", outcome);
        check.OptionalName("data.handler", handler);
    }

    private static void Fee(CaseFeeCharged data, FieldCheck check)
    {
        check.Money("data.amount", data.Amount);
        check.Money("data.standard", data.Standard);
        check.OptionalName("data.where", data.Where);
    }

    private static void Place(string? hall, string? window, string? department, FieldCheck check)
    {
        check.OptionalName("data.hall", hall);
        check.OptionalName("data.window", window);
        check.OptionalName("data.department", department);
    }

    private static void Person(string field, PersonMark? person, FieldCheck check)
    {
        if (person is null) return;
        check.OptionalName($"{field}.hash", person.Hash);
        check.Text($"{field}.masked", person.Masked);
    }
}
