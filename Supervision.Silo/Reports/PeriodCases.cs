using Supervision.Core.Reading;
using Supervision.Silo.Storage;
using Supervision.Silo.Views;

namespace Supervision.Silo.Reports;

/// <summary>A case that was brought to its end, as bulletins count it.</summary>
/// <param name="No">Case number.</param>
/// <param name="Department">Department; null when no fact says so.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Overdue">Whether a limit was crossed.</param>
internal readonly record struct FinishedCase(
    string No, string? Department, DateTimeOffset AcceptedAt, DateTimeOffset FinishedAt, bool Overdue);

/// <summary>
/// Cases as reports read them: walks over the list, nothing held. Each walk reads one index that holds all it needs,
/// so that it costs what happened in the period, whatever came before and wherever the rows lie.
/// </summary>
internal static class PeriodCases
{
    /// <summary>Walks every case that was accepted in a period, by acceptance.</summary>
    /// <param name="reader">Of one consistent reading.</param>
    /// <param name="start">Inclusive.</param>
    /// <param name="end">Exclusive.</param>
    /// <param name="take">Told of each: its number, and when it was accepted.</param>
    public static void WalkAccepted(
        SqliteDatabase reader, DateTimeOffset start, DateTimeOffset end, Action<string, DateTimeOffset> take)
    {
        using var select = reader.Prepare(
            "SELECT no, accepted FROM cases INDEXED BY cases_sort WHERE sort >= ?1 AND sort < ?2 " +
            "AND accepted IS NOT NULL");
        select.Bind(1, start.UtcTicks).Bind(2, end.UtcTicks);
        while (select.Step())
        {
            take(select.Text(0), InstantOf(select, 1));
        }
    }

    /// <summary>Walks every case that was brought to its end in a period, by that end.</summary>
    /// <param name="reader">Of one consistent reading.</param>
    /// <param name="start">Inclusive.</param>
    /// <param name="end">Exclusive.</param>
    /// <param name="take">Told of each.</param>
    public static void WalkFinished(
        SqliteDatabase reader, DateTimeOffset start, DateTimeOffset end, Action<FinishedCase> take)
    {
        using var select = reader.Prepare(
            "SELECT no, department, accepted, ended, state, overdue FROM cases INDEXED BY cases_ended " +
            "WHERE ended >= ?1 AND ended < ?2 AND accepted IS NOT NULL");
        select.Bind(1, start.UtcTicks).Bind(2, end.UtcTicks);
        while (select.Step())
        {
            if ((CaseStatus)select.Int64(4) is CaseStatus.Finished or CaseStatus.Delivered)
            {
                take(new(
                    select.Text(0), select.TextOrNull(1), InstantOf(select, 2), InstantOf(select, 3),
                    select.Int64(5) != 0));
            }
        }
    }

    /// <summary>
    /// Walks every case that is open at an instant and past a limit; by acceptance. Its due dates decide where it has
    /// some: what it is now may be later than the instant.
    /// </summary>
    /// <param name="reader">Of one consistent reading.</param>
    /// <param name="at">The instant.</param>
    /// <param name="take">Told of each: its number, its department if any, and when it was accepted.</param>
    public static void WalkOverdue(
        SqliteDatabase reader, DateTimeOffset at, Action<string, string?, DateTimeOffset> take)
    {
        using var select = reader.Prepare(
            "SELECT no, department, accepted FROM cases INDEXED BY cases_overdue WHERE overdue = 1 AND sort < ?1 " +
            "AND accepted IS NOT NULL AND (ended IS NULL OR ended >= ?1) AND (due IS NULL OR due < ?1)");
        select.Bind(1, at.UtcTicks);
        while (select.Step())
        {
            take(select.Text(0), select.TextOrNull(1), InstantOf(select, 2));
        }
    }

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

    private static DateTimeOffset InstantOf(SqliteStatement row, int column) =>
        new(row.Int64(column), TimeSpan.Zero);
}
