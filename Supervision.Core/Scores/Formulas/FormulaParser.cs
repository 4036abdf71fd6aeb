using System.Collections.Immutable;
using System.Globalization;

namespace Supervision.Core.Scores.Formulas;

/// <summary>
/// Reads a formula by descent: comparison over sum over product over sign over term. The first fault ends it.
/// </summary>
internal sealed class FormulaParser(string text)
{
    private static readonly string[] Comparisons = ["<=", ">=", "==", "!=", "<", ">"];

    private readonly List<ScoreInput> inputs = [];
    private int at;
    private int depth;

    public ImmutableArray<ScoreInput> Inputs => [.. inputs];

    /// <summary>What is wrong; null while nothing is.</summary>
    public FormulaFault? Fault { get; private set; }

    /// <summary>The whole text; null with a fault.</summary>
    public Node? Read()
    {
        var root = Comparison();
        SkipBlanks();
        return root is not null && at < text.Length ? Fail($"'{text[at]}' was not expected here") : root;
    }

    private Node? Comparison()
    {
        if (++depth > Formula.DepthMax)
        {
            return Fail($"is nested deeper than {Formula.DepthMax}");
        }

        var left = Sum();
        SkipBlanks();
        var sign = left is null ? null : Array.Find(Comparisons, Follows);
        if (sign is not null)
        {
            at += sign.Length;
            left = Sum() is { } right ? new Operation(Compare(sign), left!, right) : null;
        }

        depth--;
        return left;
    }

    private Node? Sum()
    {
        var left = Product();
        while (left is not null && Takes("+-") is { } sign)
        {
            left = Product() is { } right ? new Operation(sign == '+' ? Plus : Minus, left, right) : null;
        }

        return left;
    }

    private Node? Product()
    {
        var left = Signed();
        while (left is not null && Takes("*/") is { } sign)
        {
            left = Signed() is { } right ? new Operation(sign == '*' ? Times : Over, left, right) : null;
        }

        return left;
    }

    private Node? Signed()
    {
        if (Takes("-") is null)
        {
            return Term();
        }

        return Term() is { } term ? new Operation(Minus, new Constant(0), term) : null;
    }

    private Node? Term()
    {
        SkipBlanks();
        if (at == text.Length)
        {
            return Fail("ends where a number, a figure or '(' should follow");
        }

        if (Takes("(") is not null)
        {
            return Comparison() is { } inner && Expect(')') ? inner : null;
        }

        return char.IsAsciiDigit(text[at]) ? Number()
            : char.IsAsciiLetter(text[at]) ? Named()
            : Fail($"'{text[at]}' is neither a number nor a figure");
    }

    private Node? Number()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
        {
            at++;
        }

        var digits = text.AsSpan(start, at - start);
        if (decimal.TryParse(
            digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return new Constant(number);
        }

        at = start;
        return Fail("is no number");
    }

    private Node? Named()
    {
        var start = at;
        while (at < text.Length && char.IsAsciiLetterOrDigit(text[at]))
        {
            at++;
        }

        var name = text[start..at];
        if (Takes("(") is not null)
        {
            return Call(name, start);
        }

        if (ScoreInputs.Find(name) is not { } input)
        {
            at = start;
            return Fail($"'{name}' is no figure; there are {ScoreInputs.Names}");
        }

        if (!inputs.Contains(input))
        {
            inputs.Add(input);
        }

        return new InputNode(input);
    }

    private Node? Call(string name, int start)
    {
        List<Node> arguments = [];
        do
        {
            if (Comparison() is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
        }
        while (Takes(",") is not null);

        if (!Expect(')'))
        {
            return null;
        }

        return Function(name, arguments) ?? FailAt(
            start, $"there is no {name} of {arguments.Count}; there are floor(x), min(x,y), max(x,y), rate(n,d), "
                + "clamp(x,low,high) and if(condition,then,else)");
    }

    private static Node? Function(string name, List<Node> of) => (name, of.Count) switch
    {
        ("floor", 1) => new Operation(static (x, _) => decimal.Floor(x), of[0], new Constant(0)),
        ("min", 2) => new Operation(static (x, y) => Math.Min(x, y), of[0], of[1]),
        ("max", 2) => new Operation(static (x, y) => Math.Max(x, y), of[0], of[1]),
        ("rate", 2) => new Operation(Over, of[0], of[1]),
        ("clamp", 3) => new Operation(
            static (x, high) => Math.Min(x, high), new Operation(static (x, low) => Math.Max(x, low), of[0], of[1]),
            of[2]),
        ("if", 3) => new Choice(of[0], of[1], of[2]),
        _ => null,
    };

    private static decimal? Plus(decimal left, decimal right) => left + right;

    private static decimal? Minus(decimal left, decimal right) => left - right;

    private static decimal? Times(decimal left, decimal right) => left * right;

    private static decimal? Over(decimal left, decimal right) => right == 0 ? null : left / right;

    private static Func<decimal, decimal, decimal?> Compare(string sign) => sign switch
    {
        "<" => static (left, right) => left < right ? 1 : 0,
        ">" => static (left, right) => left > right ? 1 : 0,
        "<=" => static (left, right) => left <= right ? 1 : 0,
        ">=" => static (left, right) => left >= right ? 1 : 0,
        "==" => static (left, right) => left == right ? 1 : 0,
        _ => static (left, right) => left != right ? 1 : 0,
    };

    private char? Takes(string signs)
    {
        SkipBlanks();
        return at < text.Length && signs.Contains(text[at]) ? text[at++] : null;
    }

    private bool Follows(string sign) => text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal);

    private bool Expect(char sign)
    {
        SkipBlanks();
        if (at < text.Length && text[at] == sign)
        {
            at++;
            return true;
        }

        Fail($"'{sign}' is missing");
        return false;
    }

    private void SkipBlanks()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private Node? FailAt(int position, string problem)
    {
        at = position;
        return Fail(problem);
    }

    private Node? Fail(string problem)
    {
        var before = text.AsSpan(0, at);
        Fault ??= new(before.Count('\n') + 1, at - before.LastIndexOf('\n'), problem);
        return null;
    }
}
