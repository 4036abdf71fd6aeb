using System.Collections.Immutable;
using System.Globalization;
using Supervision.Silo.History;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>An answer as a sheet: names instead of identifiers, shares beside what they are computed from.</summary>
internal sealed class AnswerExport(Question question, INames names) : IExport<ImmutableArray<object?>>
{
    public string Name => $"question-{question.Id}";

    public IReadOnlyList<ExportColumn<ImmutableArray<object?>>> Columns { get; } =
    [
        .. question.Columns.Select((column, i) => new ExportColumn<ImmutableArray<object?>>(
            $"answer.{column.Name}", row => CellOf(column.Kind, row[i], names))),
        .. question.Shares.Select(share => new ExportColumn<ImmutableArray<object?>>(
            $"answer.{share.Name}", row => PercentOf(question, share, row))),
    ];

    /// <summary>The size of what is drawn of a row; null when there is nothing to draw.</summary>
    public static double? DrawnOf(Question question, ImmutableArray<object?> row) =>
        question.Shares.FirstOrDefault(share => share.Name == question.Picture) is { } share
            ? (double?)PercentOf(question, share, row)
            : row[PlaceOf(question, question.Picture)] is { } value
                ? Convert.ToDouble(value, CultureInfo.InvariantCulture)
                : null;

    /// <summary>A share in percent with two decimals; null when there is nothing to judge.</summary>
    private static decimal? PercentOf(Question question, QuestionShare share, ImmutableArray<object?> row) =>
        BulletinExport.Percent(
            row[PlaceOf(question, share.Numerator)] as long?, row[PlaceOf(question, share.Denominator)] as long?);

    private static object? CellOf(ColumnKind kind, object? value, INames names) => (kind, value) switch
    {
        (_, null) => null,
        (_, "") => Words.Of("answer.unnamed"),
        (ColumnKind.Month, DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        (ColumnKind.Hall, string id) => names.Hall(id),
        (ColumnKind.Department, string id) => names.Department(id),
        (ColumnKind.Window, string id) => WindowOf(id, names),
        (ColumnKind.Item, string id) => names.Item(id),
        (ColumnKind.Code, string code) => Words.OfCode("code", code),
        (ColumnKind.Days or ColumnKind.Minutes, double number) =>
            Math.Round((decimal)number, 1, MidpointRounding.AwayFromZero),
        _ => value,
    };

    /// <summary>Windows of different halls may share a name.</summary>
    private static string WindowOf(string id, INames names) => names.Window(id) is var name && name != id
        ? $"{name} {id}"
        : id;

    private static int PlaceOf(Question question, string column) =>
        question.Columns.Select(known => known.Name).ToList().IndexOf(column);
}
