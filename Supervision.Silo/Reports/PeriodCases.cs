using Supervision.Core.Calendars;
using Supervision.Core.Jobs;
using Supervision.Core.Reading;
using Supervision.Silo.Views;

namespace Supervision.Silo.Reports;

/// <summary>Cases as reports read them: one walk over the list, nothing held.</summary>
internal static class PeriodCases
{
    /// <summary>Walks every case that was accepted, or ended unaccepted, before an instant; in no order.</summary>
    /// <param name="views">The lists.</param>
    /// <param name="before">Exclusive.</param>
    /// <param name="items">Only of these items; null means any.</param>
    /// <param name="take">Called for each, inside one consistent reading.</param>
    public static void Walk(
        ViewDatabase views, DateTimeOffset before, IReadOnlyCollection<string>? items, Action<CaseRow> take) =>
        views.Read(reader =>
        {
            // The item is the second line of a case's search text, in capitals.
            const string afterNo = "substr(text, instr(text, char(10)) + 1)";
            const string item = $"substr({afterNo}, 1, instr({afterNo}, char(10)) - 1)";
            var list = string.Join(", ", (items ?? []).Select((_, i) => $"?{i + 2}"));
            var within = items is null ? "" : $" AND {item} IN ({list})";
            using var select = reader.Prepare($"SELECT row FROM cases WHERE sort < ?1{within}");
            select.Bind(1, before.UtcTicks);
            foreach (var (one, i) in (items ?? []).Select((one, i) => (one, i)))
            {
                select.Bind(i + 2, one.ToUpperInvariant());
            }

            while (select.Step())
            {
                take(CasesView.Decode(select.Blob(0)));
            }

            return 0;
        });

    /// <summary>Whether an instant lies in a period.</summary>
    public static bool Holds(this Cycle period, DateTimeOffset? instant, WorkCalendar calendar) =>
        instant is { } at && at >= period.StartsAt(calendar) && at < period.EndsAt(calendar);
}
