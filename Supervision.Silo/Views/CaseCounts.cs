using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// How many cases there are of each state and place, kept by differences, so that a list need not be counted each time
/// it is shown. Its columns are those of the list: one filter serves both.
/// </summary>
internal sealed class CaseCounts(SqliteDatabase writer)
{
    public const string Schema =
        """
        CREATE TABLE IF NOT EXISTS case_count(
            hall TEXT NOT NULL, department TEXT NOT NULL, window TEXT NOT NULL, state INTEGER NOT NULL,
            overdue INTEGER NOT NULL, cases INTEGER NOT NULL, PRIMARY KEY(hall, department, window, state, overdue)
        ) WITHOUT ROWID;

        """;

    private readonly SqliteStatement find = writer.Prepare(
        "SELECT hall, department, window, state, overdue FROM cases WHERE no = ?1");

    private readonly SqliteStatement add = writer.Prepare(
        "INSERT INTO case_count(hall, department, window, state, overdue, cases) VALUES(?1, ?2, ?3, ?4, ?5, ?6) " +
        "ON CONFLICT(hall, department, window, state, overdue) DO UPDATE SET cases = cases + ?6");

    private readonly SqliteStatement remove = writer.Prepare(
        "DELETE FROM case_count WHERE hall = ?1 AND department = ?2 AND window = ?3 AND state = ?4 AND overdue = ?5 " +
        "AND cases = 0");

    /// <summary>
    /// Counts cases as they will be listed in place of how they are. What the list holds says how they were: in older
    /// journals the first facts of a case may not have moved it, so that it is not in the list though an event has it
    /// before.
    /// </summary>
    public void Move(IEnumerable<CaseRow> rows)
    {
        Dictionary<Cell, long> cells = [];
        foreach (var row in rows)
        {
            find.Bind(1, row.No);
            if (find.Step())
            {
                Add(new(find.Text(0), find.Text(1), find.Text(2), (CaseStatus)find.Int64(3), find.Int64(4) != 0), -1);
            }

            find.Reset();
            Add(Cell.Of(row), +1);
        }

        foreach (var (cell, amount) in cells.Where(cell => cell.Value != 0))
        {
            Bind(add, cell).Bind(6, amount).Run();
            if (amount < 0)
            {
                Bind(remove, cell).Run();
            }
        }

        void Add(Cell cell, int sign) => cells[cell] = cells.GetValueOrDefault(cell) + sign;
    }

    /// <summary>How many cases a filter lets through that asks for places, state and limits alone.</summary>
    public static long Count(SqliteDatabase reader, SqlFilter filter)
    {
        using var sum = reader.Prepare("SELECT coalesce(sum(cases), 0) FROM case_count" + filter.Where);
        filter.Bind(sum);
        return sum.Step() ? sum.Int64(0) : 0;
    }

    private static SqliteStatement Bind(SqliteStatement statement, Cell cell) => statement
        .Bind(1, cell.Hall).Bind(2, cell.Department).Bind(3, cell.Window).Bind(4, (long)cell.State)
        .Bind(5, cell.Overdue ? 1 : 0);

    /// <summary>What a filter can tell apart; an unknown place is an empty text, for which nobody asks.</summary>
    private readonly record struct Cell(string Hall, string Department, string Window, CaseStatus State, bool Overdue)
    {
        public static Cell Of(CaseRow row) =>
            new(row.Hall ?? "", row.Department ?? "", row.Window ?? "", row.State, row.Overdue);
    }
}
