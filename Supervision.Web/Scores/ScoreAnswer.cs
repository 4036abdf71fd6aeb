using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Scores;

/// <summary>A ranking as the API answers it.</summary>
/// <param name="Period">The month.</param>
/// <param name="Of">Of what.</param>
/// <param name="Version">Closed version; null while what is shown is provisional.</param>
/// <param name="ClosedAt">When that version was closed.</param>
/// <param name="Scheme">Version of the scheme it was computed by.</param>
/// <param name="Items">This page.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
/// <param name="Total">How many there are.</param>
public sealed record RankingAnswer(
    string Period, string Of, int? Version, DateTimeOffset? ClosedAt, string Scheme, IReadOnlyList<RankRow> Items,
    string? Next, long Total);

/// <summary>A score as the API answers it, opened to its evidence.</summary>
public sealed record ScoreAnswer(
    string Period, string Of, string Id, string Name, int? Version, string Scheme, decimal? Score, int? Rank,
    int Ranked, string? Apart, IReadOnlyList<AreaAnswer> Areas)
{
    internal static ScoreAnswer From(OpenScore score, Caller caller, INames names) => new(
        score.Month.Period.ToString(), Spelling.Of(score.Sheet.Unit.Of), score.Sheet.Unit.Id,
        RankRow.NameOf(score.Sheet.Unit, names), score.Month.Shown?.Version, score.Sheet.SchemeVersion,
        score.Sheet.Score, score.Line.Rank, score.Ranked, RankRow.ApartOf(score.Line.Apart),
        [.. score.Sheet.Areas.Select(area => AreaAnswer.Of(area, score, caller))]);
}

/// <summary>One area of a score.</summary>
public sealed record AreaAnswer(
    string Id, string Name, string NameEnglish, int Weight, decimal Possible, decimal Earned, decimal Points,
    IReadOnlyList<IndicatorAnswer> Indicators)
{
    internal static AreaAnswer Of(AreaLine line, OpenScore score, Caller caller) => new(
        line.Area.Id, line.Area.Name, line.Area.NameEnglish, line.Area.Weight, line.Possible, line.Earned, line.Points,
        [.. line.Lines.Select(one => IndicatorAnswer.Of(one, score, caller))]);
}

/// <summary>One indicator of a score.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEnglish">English name.</param>
/// <param name="Formula">How its value is computed from the figures.</param>
/// <param name="Weight">Its part of the area; 0 for points added or taken away.</param>
/// <param name="Raw">What the formula gave; null when it has no value, which takes it out of the account.</param>
/// <param name="Value">The same within its bounds.</param>
/// <param name="Worth">Points it could earn.</param>
/// <param name="Points">Points it earned or cost; exact.</param>
/// <param name="Inputs">The figures, each with its definition and the address of its evidence.</param>
public sealed record IndicatorAnswer(
    string Id, string Name, string NameEnglish, string Formula, int Weight, decimal? Raw, decimal? Value, decimal Worth,
    decimal Points, IReadOnlyList<InputAnswer> Inputs)
{
    internal static IndicatorAnswer Of(IndicatorLine line, OpenScore score, Caller caller)
    {
        var withheld = caller.IsWithheld(line);
        return new(
            line.Indicator.Id, line.Indicator.Name, line.Indicator.NameEnglish, line.Indicator.Formula.Text,
            line.Indicator.Weight, withheld ? null : line.Raw, withheld ? null : line.Clamped, line.Worth, line.Points,
            withheld ? [] : [.. line.Inputs.Select(input => new InputAnswer(
                input.Input.Id, input.Input.Name, input.Input.NameEnglish, input.Input.Unit, input.Input.Definition,
                input.Input.DefinitionEnglish, input.Value,
                EvidenceAddress.Of(new(score.Sheet.Unit, score.Month.Period, input.Input))))]);
    }
}

/// <summary>One figure of an indicator.</summary>
public sealed record InputAnswer(
    string Id, string Name, string NameEnglish, string Unit, string Definition, string DefinitionEnglish, long Value,
    string Evidence);
