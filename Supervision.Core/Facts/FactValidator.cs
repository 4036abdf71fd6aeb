using System.Diagnostics;
using Supervision.Core.Rules;

namespace Supervision.Core.Facts;

/// <summary>
/// Says whether a fact can be taken at all. What breaks a rule is never refused here, it becomes a finding; only what
/// no rule could be applied to, or what would harm the machine, has a reason. Pure and safe for concurrent use.
/// </summary>
public static class FactValidator
{
    /// <summary>Checks one fact.</summary>
    /// <param name="fact">The fact as it was read.</param>
    /// <param name="rules">The rule book in force: it knows the items.</param>
    /// <param name="now">The engine's now.</param>
    /// <param name="bounds">What a fact may hold.</param>
    /// <returns>Null when it can be taken, otherwise the first fault: envelope before data.</returns>
    public static FactFault? Check(Fact fact, RuleBook rules, DateTimeOffset now, FactBounds bounds)
    {
        var check = new FieldCheck(bounds);
        check.Name("source", fact.Source, bounds.SourceMax);
        check.Name("id", fact.Id, bounds.IdMax);
        check.Name("subject", fact.Subject, bounds.SubjectMax);
        check.Instant("time", fact.OccurredAt);
        if (bounds.MaxAhead is { } ahead && fact.OccurredAt > now && fact.OccurredAt - now > ahead)
            check.Fail("time", $"{fact.OccurredAt:yyyy-MM-ddTHH:mm:sszzz} is more than {Hours(ahead)} ahead of now");
        if (check.Fault is not null) return check.Fault;
        if (!CaseFactChecks.Check(fact.Data, rules, check) && !OtherFactChecks.Check(fact.Data, check))
            throw new UnreachableException(fact.Data.GetType().Name);
        check.Extra(fact.Data.Extra);
        return check.Fault;
    }

    private static string Hours(TimeSpan span) => FormattableString.Invariant($"{span.TotalHours:0.##} h");
}
