using System.Collections.Immutable;
using System.Text;

namespace Supervision.Core.Rules;

/// <summary>One thing wrong with a rule book.</summary>
/// <param name="Path">Where, as a JSON path: <c>$.items[3].promised.amount</c>.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record RuleFault(string Path, string Problem, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Problem}. {Remedy}.";
}

/// <summary>A rule book cannot be used. Not retryable: its text has to be mended first.</summary>
/// <param name="faults">Every fault, at least one, in the order of the sections.</param>
public sealed class RuleBookException(ImmutableArray<RuleFault> faults) : Exception(Describe(faults))
{
    /// <summary>Every fault found, at least one.</summary>
    public ImmutableArray<RuleFault> Faults { get; } = faults;

    private static string Describe(ImmutableArray<RuleFault> faults)
    {
        var text = new StringBuilder("The rule book has ").Append(faults.Length)
            .Append(faults.Length == 1 ? " fault:" : " faults:");
        foreach (var fault in faults) text.Append('\n').Append("  ").Append(fault);
        return text.ToString();
    }
}
