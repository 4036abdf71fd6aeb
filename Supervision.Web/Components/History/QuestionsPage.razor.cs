using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Ports;
using Supervision.Silo.History;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;

namespace Supervision.Web.Components.History;

/// <summary>Prepared questions to the history store, answered at once.</summary>
public partial class QuestionsPage
{
    [Inject] private IEnumerable<IHistory> Stores { get; set; } = null!;

    [Inject] private IJournal Journal { get; set; } = null!;

    private IHistory? Store => Stores.FirstOrDefault();

    private QuestionFilter Filter { get; set; } = null!;

    private Answer? Answer { get; set; }

    private HistoryFault? Fault { get; set; }

    private IReadOnlyList<ExportColumn<ImmutableArray<object?>>> Columns { get; set; } = [];

    private double Greatest { get; set; }

    private ExportColumn<ImmutableArray<object?>> Drawn =>
        Columns.First(column => column.Word == $"answer.{Filter.Question.Picture}");

    private long Behind => Math.Max(0, Journal.Head.Sequence - Answer!.UpTo);

    private IEnumerable<(string Value, string Text)> DepartmentChoices => Organisation.Departments.Values
        .OrderBy(department => department.Id, StringComparer.Ordinal)
        .Select(department => (department.Id, department.Name));

    private IEnumerable<(string Value, string Text)> ItemChoices => Rules.Current.Items.Values
        .OrderBy(item => item.Id, StringComparer.Ordinal).Select(item => (item.Id, item.Name));

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Filter = QuestionFilter.From(Context.Request.Query, Today);
        if (Store is not { } store || !Filter.HasDays)
        {
            return;
        }

        try
        {
            Answer = await store.AskAsync(Filter.Question, Filter.Values, Context.RequestAborted);
            Columns = new AnswerExport(Filter.Question, Names).Columns;
            Greatest = Answer.Rows.Max(row => AnswerExport.DrawnOf(Filter.Question, row)) ?? 0;
        }
        catch (HistoryException fault)
        {
            Fault = fault.Fault;
        }
    }

    private static string Shown(object? cell) => cell switch
    {
        null => "—",
        long number => number.ToString("N0", Words.First),
        decimal number => number.ToString("N1", Words.First),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };

    /// <summary>A share of the greatest of the answer.</summary>
    private string Width(ImmutableArray<object?> row) => Greatest > 0
        ? (100 * (AnswerExport.DrawnOf(Filter.Question, row) ?? 0) / Greatest)
            .ToString("0.##", CultureInfo.InvariantCulture)
        : "0";
}
