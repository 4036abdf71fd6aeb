using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Supervision.Core.Scores.Formulas;

namespace Supervision.Core.Scores;

/// <summary>How units are scored (考核方案): areas that sum to 100, and what is added and taken away. Immutable.</summary>
public sealed record ScoreScheme
{
    /// <summary>Areas in the order people read them; their weights sum to 100.</summary>
    public required ImmutableArray<ScoreArea> Areas { get; init; }

    /// <summary>
    /// Cases a unit needs to be ranked (finished, and open overdue); units under it are listed apart. Default 5.
    /// </summary>
    public required int SampleMin { get; init; }

    /// <summary>Points of a department's annual score that 100 points convert to (S1); default 5.</summary>
    public required int AnnualDepartment { get; init; }

    /// <summary>The same of a town; default 2 (S1).</summary>
    public required int AnnualTown { get; init; }

    /// <summary>Excellent windows a month; default 10.</summary>
    public required int ExcellentWindows { get; init; }

    /// <summary>Score from which on a window may be excellent or carry the red flag; default 90.</summary>
    public required int HonourMin { get; init; }

    /// <summary>SHA-256 of everything above, first 12 hex digits: equal content, equal version.</summary>
    public string Version => VersionOf(this);

    /// <inheritdoc />
    public bool Equals(ScoreScheme? other) => other?.Version == Version;

    /// <inheritdoc />
    public override int GetHashCode() => Version.GetHashCode(StringComparison.Ordinal);

    private static string VersionOf(ScoreScheme scheme)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{scheme.SampleMin} {scheme.AnnualDepartment} {scheme.AnnualTown} ");
        text.Append(CultureInfo.InvariantCulture, $"{scheme.ExcellentWindows} {scheme.HonourMin}\n");
        foreach (var area in scheme.Areas)
        {
            text.Append(CultureInfo.InvariantCulture, $"{area.Id} {area.Name} {area.NameEnglish} {area.Weight}\n");
            foreach (var one in area.Indicators)
            {
                text.Append(CultureInfo.InvariantCulture, $" {one.Id} {one.Name} {one.NameEnglish} {one.Weight} ")
                    .Append(CultureInfo.InvariantCulture, $"{one.Min} {one.Max} {string.Join(',', one.Of)} ")
                    .Append(one.Formula).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..12];
    }
}

/// <summary>One area of a scheme.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEnglish">English name.</param>
/// <param name="Weight">Its points out of 100.</param>
/// <param name="Indicators">What it consists of.</param>
public sealed record ScoreArea(
    string Id, string Name, string NameEnglish, int Weight, ImmutableArray<ScoreIndicator> Indicators);

/// <summary>
/// One indicator. With a weight it is a share: its value, from 0 to 1, earns that part of the area's points. Without,
/// it is points added to the score or taken from it.
/// </summary>
/// <param name="Id">Identifier, unique in the scheme.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEnglish">English name.</param>
/// <param name="Formula">Its value.</param>
/// <param name="Min">What the value is raised to.</param>
/// <param name="Max">What the value is cut to.</param>
/// <param name="Weight">Its part of the area beside the other shares; 0 for points.</param>
/// <param name="Of">Who is scored by it.</param>
public sealed record ScoreIndicator(
    string Id, string Name, string NameEnglish, Formula Formula, decimal Min, decimal Max, int Weight,
    ImmutableArray<ScoreOf> Of)
{
    /// <summary>Whether it earns a part of its area, and not points.</summary>
    public bool IsShare => Weight > 0;
}
