using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Clocks;

namespace Supervision.Tests.Support;

/// <summary>
/// A limit and what happened to its clock, drawn around holidays, make-up days and the ends of years.
/// </summary>
public sealed record ClockSample(int Amount, ClockTimes Times)
{
    private static readonly string[] Seasons =
        ["2018-09-27", "2019-04-24", "2020-01-17", "2021-12-29", "2026-09-16", "2026-12-28"];

    private static readonly double[] Hours = [0, 8.5, 9, 10, 12, 13, 17, 17.5];

    private static Gen<DateTimeOffset> InstantIn(string season, int dayMax) =>
        from day in Gen.Choose(0, dayMax)
        from hour in Gen.Elements(Hours)
        select ClockSamples.At(season).AddDays(day).AddHours(hour);

    private static Gen<SuspensionSpan> SuspensionIn(string season) =>
        from at in InstantIn(season, 14)
        from length in Gen.Choose(-1, 8)
        from hour in Gen.Elements(Hours)
        from open in Gen.Choose(0, 4)
        from days in Gen.Choose(0, 5)
        let end = new DateTimeOffset(at.Date, at.Offset).AddDays(length).AddHours(hour)
        select new SuspensionSpan(at, open == 0 ? null : end, days, "inspection", Notice: null);

    /// <summary>Draws samples.</summary>
    public static Gen<ClockSample> Generator { get; } =
        from season in Gen.Elements(Seasons)
        from amount in Gen.Choose(1, 8)
        from start in InstantIn(season, 5)
        from count in Gen.Choose(0, 3)
        from suspensions in Gen.ListOf(SuspensionIn(season), count)
        select new ClockSample(amount, new(start, StoppedAt: null, [.. suspensions], ExtensionDays: 0));

    /// <summary>Smaller samples: one suspension fewer, or a smaller limit.</summary>
    public static IEnumerable<ClockSample> Shrink(ClockSample sample)
    {
        for (var index = 0; index < sample.Times.Suspensions.Length; index++)
            yield return sample with
            {
                Times = sample.Times with { Suspensions = sample.Times.Suspensions.RemoveAt(index) },
            };
        if (sample.Amount > 1) yield return sample with { Amount = sample.Amount - 1 };
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Amount} from {Times.StartedAt:yyyy-MM-dd HH:mm}; " + string.Join("; ", Times.Suspensions.Select(
            static span => $"[{span.From:MM-dd HH:mm}, {span.To:MM-dd HH:mm}) ≤{span.MaxWorkingDays}"));
}
