using System.Collections.Immutable;

namespace Supervision.Core.Scores.Formulas;

/// <summary>
/// A formula over named figures: numbers, <c>+ - * /</c>, comparisons (1 or 0), <c>min max clamp floor if rate</c>.
/// Read once; safe for concurrent use. It has no loops and no names of its own, so it always ends.
/// </summary>
public sealed class Formula
{
    private readonly Node root;

    private Formula(string text, Node root, ImmutableArray<ScoreInput> inputs)
    {
        (Text, this.root, Inputs) = (text, root, inputs);
    }

    /// <summary>Longest text, in characters.</summary>
    public const int LengthMax = 500;

    /// <summary>Deepest nesting.</summary>
    public const int DepthMax = 32;

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The figures it uses, each once, in order of their first use.</summary>
    public ImmutableArray<ScoreInput> Inputs { get; }

    /// <summary>Reads a formula.</summary>
    /// <returns>The formula, or what is wrong with the text and where.</returns>
    public static (Formula? Formula, FormulaFault? Fault) Read(string text)
    {
        if (text.Length > LengthMax)
        {
            return (null, new(1, LengthMax + 1, $"is longer than {LengthMax} characters"));
        }

        var parser = new FormulaParser(text);
        return parser.Read() is { } root ? (new(text, root, parser.Inputs), null) : (null, parser.Fault);
    }

    /// <summary>Reads a formula that is known to be right.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static Formula Parse(string text) => Read(text) switch
    {
        ({ } formula, _) => formula,
        (_, var fault) => throw new FormatException($"{text}: {fault}"),
    };

    /// <summary>Its value; null when there is none: a division by zero, or a number that grew too large.</summary>
    /// <param name="inputs">Figures by <see cref="ScoreInput.Slot"/>.</param>
    public decimal? Of(ReadOnlySpan<long> inputs)
    {
        try
        {
            return root.Of(inputs);
        }
        catch (OverflowException)
        {
            return null; // beyond 7.9e28: no figure of a city is
        }
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>What is wrong with a formula.</summary>
/// <param name="Line">Counts from 1.</param>
/// <param name="Column">Counts from 1, in characters.</param>
/// <param name="Problem">What is wrong there.</param>
public sealed record FormulaFault(int Line, int Column, string Problem)
{
    /// <inheritdoc />
    public override string ToString() => $"line {Line}, column {Column}: {Problem}";
}
