using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Web.Api;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;
using Supervision.Web.Scores;

namespace Supervision.Web.Components.Scores;

/// <summary>Units in the order of their scores, a month at a time; inspectors and leaders close months here.</summary>
public partial class Rankings
{
    [Inject] private IMonthClosing Closing { get; set; } = null!;

    private ScoreOf Of { get; set; }

    private int Start { get; set; }

    private int Total { get; set; }

    private int SampleMin { get; set; }

    private string SchemeVersion { get; set; } = "";

    private int Differences { get; set; }

    private RankRow[] Rows { get; set; } = [];

    private IReadOnlyDictionary<string, ImmutableArray<MonthScore>> Courses { get; set; } =
        ImmutableDictionary<string, ImmutableArray<MonthScore>>.Empty;

    private Period Current => ScoreEndpoints.CurrentMonth(Rules, Engine);

    private bool MayClose => Caller is { Who: Who.Inspector or Who.Leader, Organisations.Count: 0 };

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        Of = Spelling.Parse<ScoreOf>(Asked("of")) ?? ScoreOf.Window;
        Show();
    }

    private void Show()
    {
        var ranking = List.Rank(Month, Of);
        var lines = RankRow.Seen(ranking, Caller, Organisation);
        Start = int.TryParse(Asked("after"), Words.Chinese, out var after) && after > 0 ? after : 0;
        Rows = RankRow.Of(lines.Skip(Start).Take(Options.Value.LinesPerPage), Caller, Names);
        Total = lines.Length;
        SampleMin = ranking.Ranking.Scheme.SampleMin;
        SchemeVersion = ranking.Ranking.Scheme.Version;
        Courses = List.Courses(Of, [.. Rows.Select(row => row.Id)], Month.Period, CourseMonths);
        Differences = List.Changes(Month).Select(change => change.Unit).Distinct().Count();
    }

    private decimal? Before(string id) => Courses[id] is [.., var before, _] ? before.Score : null;

    private async Task CloseAsync()
    {
        if (!MayClose)
        {
            return;
        }

        var because = Sent("because") is { Length: > 0 } text ? text : null;
        if (await Closing.CloseAsync(Month.Period, because, Person, Context.RequestAborted) is { } refusal)
        {
            Faults = [TextOf(refusal)];
            return;
        }

        Done = Words.Of("rankings.done", Month.Period);
        GoOn(Address(Month.Period));
    }

    private string Address(Period period) => QueryHelpers.AddQueryString("/rankings", new Dictionary<string, string?>
    {
        ["of"] = Spelling.Of(Of),
        ["period"] = period.ToString(),
    });

    private string Download(string? format) => QueryHelpers.AddQueryString(
        "/rankings/download", new Dictionary<string, string?>
        {
            ["of"] = Spelling.Of(Of),
            ["period"] = Month.Period.ToString(),
            ["version"] = Asked("version"),
            ["format"] = format,
        }.Where(field => field.Value is not null));

    private string? NextAddress =>
        Start + Rows.Length < Total ? $"{Address(Month.Period)}&after={Start + Rows.Length}" : null;
}
