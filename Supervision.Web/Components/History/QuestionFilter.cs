using Microsoft.AspNetCore.WebUtilities;
using Supervision.Silo.History;
using Supervision.Web.Components.Halls;

namespace Supervision.Web.Components.History;

/// <summary>A question and what it is about, as addresses write it.</summary>
/// <param name="Question">Which.</param>
/// <param name="Values">About what; what the question cannot be narrowed to is left out.</param>
internal sealed record QuestionFilter(Question Question, QuestionValues Values)
{
    private const int MonthsUsual = 12;
    private const int TextLengthMax = 200;

    /// <summary>Whether the period has any day.</summary>
    public bool HasDays => Values.From <= Values.To;

    /// <summary>Reads an address: the first question and the last twelve months unless it says otherwise.</summary>
    public static QuestionFilter From(IQueryCollection query, DateOnly today)
    {
        var question = Questions.Find(query["ask"]) ?? Questions.All[0];
        var usual = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - MonthsUsual);
        return new(question, new(
            HallPage.DayOf(query["from"]) ?? usual, HallPage.DayOf(query["to"]) ?? today,
            Text(QuestionField.Hall, "hall"), Text(QuestionField.Department, "department"),
            Text(QuestionField.Item, "item")));

        string Text(QuestionField field, string name) =>
            question.Fields.Contains(field) && query[name].ToString() is { Length: <= TextLengthMax } text ? text : "";
    }

    /// <summary>The address of another question about the same.</summary>
    public string Address(Question question) => QueryHelpers.AddQueryString("/questions", Fields(question));

    /// <summary>The address of a file with the answer.</summary>
    public string Download(string format) => QueryHelpers.AddQueryString(
        "/questions/download", Fields(Question).Append(new("format", format)));

    private IEnumerable<KeyValuePair<string, string?>> Fields(Question question) =>
        new Dictionary<string, string?>
        {
            ["ask"] = question.Id,
            ["from"] = Day(Values.From),
            ["to"] = Day(Values.To),
            ["hall"] = Values.Hall,
            ["department"] = Values.Department,
            ["item"] = Values.Item,
        }.Where(field => field.Value!.Length > 0);

    private static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
