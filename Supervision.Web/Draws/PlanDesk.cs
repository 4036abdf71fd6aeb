using Supervision.Core.Draws;
using Supervision.Core.Ports;
using Supervision.Core.Reading;

namespace Supervision.Web.Draws;

/// <summary>The yearly plan of the rule book beside the draws that were made for it.</summary>
internal sealed class PlanDesk(IDrawList draws, IRuleShelf rules, IEngine engine)
{
    private const int RowsPerPage = 1000;
    private const int PagesMax = 20;

    /// <summary>Today in the halls.</summary>
    public DateOnly Today => rules.ContextOf(null, engine.Now).Calendars.Common.DateOf(engine.Now);

    /// <summary>A line of the plan in force; null when there is none of that id.</summary>
    public DrawLine? LineOf(DrawDuty? duty) =>
        duty is null ? null : rules.Current.Draws.FirstOrDefault(line => line.Has(duty));

    /// <summary>A year as it stands.</summary>
    public DrawYear Of(int year)
    {
        var calendar = rules.ContextOf(null, engine.Now).Calendars.Common;
        return DrawYear.Of(rules.Current.Draws, Rows(year), year, Today, calendar.DateOf);
    }

    /// <summary>Newest first, back to those planned before the year before.</summary>
    private IEnumerable<DrawRow> Rows(int year)
    {
        string? after = null;
        for (var pages = 0; pages < PagesMax; pages++)
        {
            var page = draws.Find(new DrawQuery(After: after, Limit: RowsPerPage));
            foreach (var row in page.Items)
            {
                yield return row;
            }

            if (page.Next is null || page.Items[^1].PlannedAt.Year < year - 1)
            {
                yield break;
            }

            after = page.Next;
        }
    }
}
