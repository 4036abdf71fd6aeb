namespace Supervision.Core.Facts;

/// <summary>Why a fact cannot be taken. The contract gives one reason per fact: the first that was found.</summary>
/// <param name="Field">The field at fault, as the feed spells it: <c>subject</c>, <c>data.promised.amount</c>.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record FactFault(string Field, string Problem)
{
    /// <summary>The reason as senders read it, such as <c>data.item: 'X' is not in the rule book</c>.</summary>
    public string Reason => $"{Field}: {Problem}";

    /// <inheritdoc/>
    public override string ToString() => Reason;
}
