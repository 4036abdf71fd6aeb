using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Scores;
using Supervision.Core.Scores.Formulas;

namespace Supervision.Tests.Unit.Scores;

public class FormulaTests
{
    [Theory]
    [InlineData("1 + 2 * 3 - 4 / 2", "5")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("-5 * yellow", "-10")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("8 / 4 / 2", "1")]
    [InlineData("rate(finishedOnTime, finished)", "0.75")]
    [InlineData("rate(finishedOnTime, finished + overdueOpen)", "0.6")]
    [InlineData("min(3, yellow) + max(3, yellow)", "5")]
    [InlineData("clamp(finished, 0, 2.5)", "2.5")]
    [InlineData("floor(7 / 2) + floor(-7 / 2)", "-1")]
    [InlineData("if(yellow > 1, 10, 20) + if(yellow >= 3, 1, 2)", "12")]
    [InlineData("(yellow == 2) + (yellow != 2) + (yellow < 2) + (yellow <= 2)", "2")]
    [InlineData("\n  1\n+ 1", "2")]
    public void Of_Formula_IsItsValue(string text, string expected) =>
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), ValueOf(text));

    [Theory]
    [InlineData("1 / 0")]
    [InlineData("rate(red, red)")]
    [InlineData("1 + rate(red, red)")]
    [InlineData("max(0, 1 / 0)")]
    [InlineData("if(1 / 0, 1, 2)")]
    [InlineData("79228162514264337593543950335 + 1")]
    [InlineData("79228162514264337593543950335 / 0.0001")]
    public void Of_DivisionByZeroOrTooLarge_HasNoValue(string text) => Assert.Null(ValueOf(text));

    [Fact]
    public void Of_BranchThatIsNotChosen_IsNotAsked() => Assert.Equal(0, ValueOf("if(red == 0, 0, 1 / red)"));

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("1 +", 1, 4)]
    [InlineData("1 + nothing", 1, 5)]
    [InlineData("1 +\n  2 * yelow", 2, 7)]
    [InlineData("rate(1)", 1, 1)]
    [InlineData("2 + rate(1, 2, 3)", 1, 5)]
    [InlineData("(1 + 2", 1, 7)]
    [InlineData("1 2", 1, 3)]
    [InlineData("1.2.3", 1, 1)]
    [InlineData("yellow & red", 1, 8)]
    [InlineData("scores(yellow)", 1, 1)]
    [InlineData("1 < 2 < 3", 1, 7)]
    public void Read_Fault_NamesItsPlace(string text, int line, int column)
    {
        var (formula, fault) = Formula.Read(text);
        Assert.Null(formula);
        Assert.Equal((line, column), (fault!.Line, fault.Column));
        Assert.NotEmpty(fault.Problem);
    }

    [Fact]
    public void Read_NestedTooDeepOrTooLong_IsAFault()
    {
        Assert.NotNull(Formula.Read(Nested(Formula.DepthMax - 1)).Formula);
        Assert.Contains("deeper", Formula.Read(Nested(Formula.DepthMax)).Fault!.Problem, StringComparison.Ordinal);
        Assert.Contains("longer", Formula.Read(new string('1', 501)).Fault!.Problem, StringComparison.Ordinal);

        static string Nested(int depth) => new string('(', depth) + "1" + new string(')', depth);
    }

    [Fact]
    public void Read_AnyText_GivesAFormulaOrAFaultAndEveryFormulaEnds()
    {
        var parts = Gen.Elements(
            "1", "0", "0.5", "yellow", "red", "finished", "+", "-", "*", "/", "(", ")", ",", " ", "<", "==", "min(",
            "rate(", "if(", "floor(", "x", "\n");
        Prop.ForAll(Gen.ListOf(parts, 12).ToArbitrary(), list =>
        {
            var (formula, fault) = Formula.Read(string.Concat(list));
            _ = formula?.Of(Inputs());
            return formula is null == fault is not null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    private static decimal? ValueOf(string text) => Formula.Parse(text).Of(Inputs());

    private static long[] Inputs()
    {
        var inputs = new long[ScoreInputs.All.Length];
        inputs[ScoreInputs.Finished.Slot] = 4;
        inputs[ScoreInputs.FinishedOnTime.Slot] = 3;
        inputs[ScoreInputs.OverdueOpen.Slot] = 1;
        inputs[ScoreInputs.Yellow.Slot] = 2;
        return inputs;
    }
}
