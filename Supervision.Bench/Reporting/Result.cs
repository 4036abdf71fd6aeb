using System.Globalization;

namespace Supervision.Bench.Reporting;

/// <summary>One measured number.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Target">What it should be, in words; null when nothing was promised.</param>
/// <param name="Met">Whether it is; null without a target.</param>
internal sealed record Figure(string Name, double Value, string Unit, string? Target = null, bool? Met = null)
{
    public string Text => Value.ToString(Math.Abs(Value) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}

/// <summary>
/// What one benchmark found. Speed is reported, never asserted; a fault means that the answer was wrong, and fails it.
/// </summary>
internal sealed class Result(string name)
{
    public string Name { get; } = name;

    public List<Figure> Figures { get; } = [];

    /// <summary>Sizes and circumstances a reader needs to judge the figures.</summary>
    public List<string> Notes { get; } = [];

    public List<string> Faults { get; } = [];

    public void Add(string figure, double value, string unit) => Figures.Add(new(figure, value, unit));

    public void AddAtLeast(string figure, double value, string unit, double target) =>
        Figures.Add(new(figure, value, unit, $"≥ {TextOf(target)}", value >= target));

    public void AddAtMost(string figure, double value, string unit, double target) =>
        Figures.Add(new(figure, value, unit, $"≤ {TextOf(target)}", value <= target));

    /// <summary>The correctness check: numbers that must agree.</summary>
    public void Expect(string what, long expected, long found)
    {
        if (expected != found)
        {
            Faults.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {found} instead of {expected}"));
        }
    }

    private static string TextOf(double target) => target.ToString("#,0.##", CultureInfo.InvariantCulture);
}
