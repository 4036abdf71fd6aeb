using Supervision.Core.Reading;
using Supervision.Silo.Storage;
using Supervision.Silo.Views;

namespace Supervision.Silo.Reports;

/// <summary>A case as bulletins count it.</summary>
/// <param name="No">Case number.</param>
/// <param name="Department">Department; null when no fact says so.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="EndedAt">When it ended; null while it is open.</param>
/// <param name="IsFinished">Whether it was brought to its end.</param>
/// <param name="Overdue">Whether a limit was crossed.</param>
/// <param name="DueAt">The first of its limits; null when it has none that is counted in days.</param>
internal readonly record struct PeriodCase(
    string No, string? Department, DateTimeOffset AcceptedAt, DateTimeOffset? EndedAt, bool IsFinished, bool Overdue,
    DateTimeOffset? DueAt);

/// <summary>
/// Cases as reports read them: one walk over the list, nothing held. What a period has nothing to do with is not
/// touched, so that a walk costs what happened in the period, whatever came before.
/// </summary>
internal static class PeriodCases
{
    private const string Columns = "no, department, accepted, ended, state, overdue, due";

    /// <summary>
    /// Walks every accepted case that was accepted or ended in a period, or that crossed a limit and was open at its
    /// end; in no order.
    /// </summary>
    /// <param name="views">The lists.</param>
    /// <param name="start">Inclusive.</param>
    /// <param name="end">Exclusive.</param>
    /// <param name="take">Called for each once, inside one consistent reading.</param>
    public static void Walk(
        ViewDatabase views, DateTimeOffset start, DateTimeOffset end, Action<PeriodCase> take) =>
        views.Read(reader =>
        {
            using var select = reader.Prepare(
                $"SELECT {Columns} FROM cases INDEXED BY cases_sort WHERE sort >= ?1 AND sort < ?2 " +
                $"UNION ALL SELECT {Columns} FROM cases INDEXED BY cases_ended " +
                "WHERE ended >= ?1 AND ended < ?2 AND sort < ?1 " +
                $"UNION ALL SELECT {Columns} FROM cases INDEXED BY cases_overdue " +
                "WHERE overdue = 1 AND sort < ?1 AND (ended IS NULL OR ended >= ?2)");
            select.Bind(1, start.UtcTicks).Bind(2, end.UtcTicks);
            while (select.Step())
            {
                if (InstantOf(select, 2) is { } accepted)
                {
                    take(new(
                        select.Text(0), select.TextOrNull(1), accepted, InstantOf(select, 3),
                        (CaseStatus)select.Int64(4) is CaseStatus.Finished or CaseStatus.Delivered,
                        select.Int64(5) != 0, InstantOf(select, 6)));
                }
            }

            return 0;
        });

    /// <summary>Walks every case of some items that was open at some time of a period; in no order.</summary>
    /// <param name="views">The lists.</param>
    /// <param name="start">Inclusive.</param>
    /// <param name="end">Exclusive.</param>
    /// <param name="items">The items.</param>
    /// <param name="take">Called for each, inside one consistent reading.</param>
    public static void WalkOpen(
        ViewDatabase views, DateTimeOffset start, DateTimeOffset end, IReadOnlySet<string> items,
        Action<CaseRow> take) =>
        views.Read(reader =>
        {
            using var select = reader.Prepare(
                "SELECT row FROM cases INDEXED BY cases_item " +
                "WHERE item = ?3 AND accepted < ?2 AND (ended IS NULL OR ended >= ?1)");
            select.Bind(1, start.UtcTicks).Bind(2, end.UtcTicks);
            foreach (var item in items)
            {
                select.Bind(3, item);
                while (select.Step())
                {
                    take(CasesView.Decode(select.Blob(0)));
                }

                select.Reset();
            }

            return 0;
        });

    private static DateTimeOffset? InstantOf(SqliteStatement row, int column) =>
        row.Int64OrNull(column) is { } ticks ? new(ticks, TimeSpan.Zero) : null;
}
