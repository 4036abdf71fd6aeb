using Microsoft.AspNetCore.Components;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Hosting;
using Supervision.Web.Components.Text;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Scores;

/// <summary>
/// The scheme in force, and what another one would have done to last month. It is put in force as rule books are: by
/// the file the system starts with (ADR 51).
/// </summary>
public partial class SchemePage
{
    private const int LinesMax = 50;

    [Inject] private RuleShelf Shelf { get; set; } = null!;

    private string Scheme { get; set; } = "";

    private ScoreOf Of { get; set; } = ScoreOf.Department;

    /// <summary>The month the preview is computed for: the last that is over.</summary>
    private MonthHead Sample { get; set; } = null!;

    private (ScoreUnit Unit, RankLine? Now, RankLine Then)[] Lines { get; set; } = [];

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        var last = List.Months().FirstOrDefault(month => month < Last);
        Sample = List.Month(last == default ? Last.Plus(-1) : last)!;
        Of = Spelling.Parse<ScoreOf>(Sent("of")) ?? ScoreOf.Department;
        var sent = Sent("scores", SchemeText.LengthMax);
        Scheme = sent.Length > 0 ? sent : SchemeText.Of(Rules.Current.Scores);
    }

    private void Preview()
    {
        var (_, book, faults) = SchemeText.Into(Shelf.ReadCurrent(), Scheme);
        if (book is null)
        {
            Faults = faults;
            return;
        }

        var now = List.Rank(Sample, Of).Ranking.Lines.ToDictionary(line => line.Figures.Unit);
        Lines =
        [
            .. List.Preview(Sample, Of, book.Scores).Ranking.Lines.Take(LinesMax)
                .Select(then => (then.Figures.Unit, now.GetValueOrDefault(then.Figures.Unit), then)),
        ];
        Done = Words.Of("scheme.fine", book.Scores.Version);
    }
}
