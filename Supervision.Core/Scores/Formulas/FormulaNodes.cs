namespace Supervision.Core.Scores.Formulas;

/// <summary>
/// A part of a formula. It is total: every operation on anything gives a number or no value, and no part can refer to
/// itself, so reading it always ends.
/// </summary>
internal abstract record Node
{
    /// <summary>The number; null when there is none, because something was divided by zero or grew too large.</summary>
    public abstract decimal? Of(ReadOnlySpan<long> inputs);
}

internal sealed record Constant(decimal Value) : Node
{
    public override decimal? Of(ReadOnlySpan<long> inputs) => Value;
}

internal sealed record InputNode(ScoreInput Input) : Node
{
    public override decimal? Of(ReadOnlySpan<long> inputs) => inputs[Input.Slot];
}

/// <summary>An operation on one or two numbers; of nothing it gives nothing.</summary>
internal sealed record Operation(Func<decimal, decimal, decimal?> Apply, Node Left, Node Right) : Node
{
    public override decimal? Of(ReadOnlySpan<long> inputs) =>
        Left.Of(inputs) is { } left && Right.Of(inputs) is { } right ? Apply(left, right) : null;
}

/// <summary>Chooses by a condition; what is not chosen is not asked.</summary>
internal sealed record Choice(Node Condition, Node Then, Node Else) : Node
{
    public override decimal? Of(ReadOnlySpan<long> inputs) => Condition.Of(inputs) switch
    {
        null => null,
        0 => Else.Of(inputs),
        _ => Then.Of(inputs),
    };
}
