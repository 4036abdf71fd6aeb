using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Scores;

/// <summary>One score, opened: every indicator with its figures, and each figure with its evidence.</summary>
public partial class ScoreSheetPage
{
    /// <summary>What kind of unit.</summary>
    [Parameter] public string Of { get; set; } = "";

    /// <summary>The unit.</summary>
    [Parameter] public string Id { get; set; } = "";

    private ScoreUnit Unit { get; set; }

    private OpenScore? Opened { get; set; }

    private int SampleMin { get; set; }

    private ImmutableArray<MonthScore> Course { get; set; } = [];

    private ImmutableArray<MonthChange> Changes { get; set; } = [];

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        if (Spelling.Parse<ScoreOf>(Of) is not { } kind || !Caller.MaySee(new(kind, Id), Organisation)
            || List.Open(Month, new(kind, Id)) is not { } opened)
        {
            NotFound();
            return;
        }

        (Unit, Opened) = (new(kind, Id), opened);
        SampleMin = List.Rank(Month, kind).Ranking.Scheme.SampleMin;
        Course = List.Courses(kind, [Id], Month.Period, CourseMonths)[Id];
        var stored = kind == ScoreOf.Town ? ScoreOf.Hall : kind;
        Changes = [.. List.Changes(Month).Where(change => change.Unit == new ScoreUnit(stored, Id))];
        if (kind == ScoreOf.Staff)
        {
            Audit.Write(Context, AuditKind.StaffRead, Id, "score");
        }
    }
}
