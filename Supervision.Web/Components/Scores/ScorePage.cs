using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Web.Api;
using Supervision.Web.Components.Halls;
using Supervision.Web.Components.Text;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Scores;

/// <summary>What the pages about scores have in common: a month, its versions, and who may see what.</summary>
public abstract class ScorePage : HallPage
{
    /// <summary>Months a sparkline goes back.</summary>
    protected const int CourseMonths = 12;

    /// <summary>Figures and rankings.</summary>
    [Inject] public IScores List { get; set; } = null!;

    /// <summary>The month of the address, or the last the caller may see.</summary>
    protected MonthHead Month { get; private set; } = null!;

    /// <summary>The last month the caller may see.</summary>
    protected Period Last { get; private set; }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Last = Caller.LastMonth(ScoreEndpoints.CurrentMonth(Rules, Engine));
        Read();
    }

    /// <summary>Reads the month anew, after it was closed.</summary>
    protected void Read()
    {
        var period = Period.Parse(Asked("period")) is { } asked && asked <= Last ? asked : Last;
        var version = int.TryParse(Asked("version"), Words.Chinese, out var number) && number >= 0
            ? number
            : (int?)null;
        Month = List.Month(period, version) ?? List.Month(period)!;
    }

    /// <summary>What the address asks for though it is no month that may be seen yet; null when it is shown.</summary>
    protected string? NotShown =>
        Asked("period") is { Length: > 0 } asked && Month.Period.ToString() != asked ? asked : null;

    /// <summary>Whether what is shown may still change.</summary>
    protected bool IsProvisional => Month.Shown is null;

    /// <summary>A value of a formula as people read it.</summary>
    protected static string Number(decimal? value) => value is { } number
        ? Math.Round(number, 4, MidpointRounding.AwayFromZero).ToString("0.####", Words.First)
        : Words.Of("scores.none");

    /// <summary>Points as people read them.</summary>
    protected static string Points(decimal value) =>
        Math.Round(value, 2, MidpointRounding.AwayFromZero).ToString("0.00", Words.First);

    /// <summary>A score as people read it.</summary>
    protected static string Score(decimal? value) => value?.ToString("0.0", Words.First) ?? "—";

    /// <summary>A name in the language of the request.</summary>
    protected static string Named(string chinese, string english) => Words.InEnglish ? english : chinese;

    /// <summary>The score of a unit, opened.</summary>
    protected string ScoreAddress(ScoreUnit unit) => ScoreAddress(unit, Month.Period, Asked("version"));

    /// <summary>The score of a unit in a month, opened.</summary>
    protected static string ScoreAddress(ScoreUnit unit, Period period, string? version = null) =>
        $"/scores/{Spelling.Of(unit.Of)}/{Uri.EscapeDataString(unit.Id)}?period={period}"
        + (version is null ? "" : $"&version={Uri.EscapeDataString(version)}");

    /// <summary>A course as the points of a line, 100 wide and 30 high; months without a score are left out.</summary>
    protected static string LineOf(ImmutableArray<MonthScore> course) => string.Join(' ', course
        .Select((month, i) => (month.Score, X: 100.0 * i / Math.Max(1, course.Length - 1)))
        .Where(point => point.Score is not null)
        .Select(point => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{point.X:0.#},{29 - 0.28 * (double)point.Score!.Value:0.#}")));
}
