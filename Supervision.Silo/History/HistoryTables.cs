using System.Collections.Immutable;

namespace Supervision.Silo.History;

/// <summary>A table of the history store.</summary>
/// <param name="Name">As the schema names it.</param>
/// <param name="Columns">Its columns in the order values are given.</param>
/// <param name="KeyColumns">How many of them, from the first, tell its rows apart.</param>
internal sealed record HistoryTable(string Name, ImmutableArray<string> Columns, int KeyColumns);

/// <summary>The tables that are written, as <c>Schema</c> creates them.</summary>
internal static class HistoryTables
{
    public static HistoryTable Cases { get; } = Of(
        "cases", 2, "month, no, sequence, gone, state, type, item, hall, department, window, handler, channel, "
        + "received, accepted, ended, promised_due, statutory_due, accepted_on, ended_on, due_on, promised_days, "
        + "statutory_days, overdue, level");

    public static HistoryTable Ratings { get; } = Of(
        "ratings", 2, "month, id, sequence, gone, day, at, score, defaulted, named, channel, item, hall, department, "
        + "window, staff, callback_due, called");

    public static HistoryTable Orders { get; } = Of(
        "orders", 2, "month, no, sequence, gone, source, state, code, subject, severity, rung, hall, department, "
        + "window, person, causes, day, issued, due, ended");

    public static HistoryTable Attendance { get; } = Of(
        "attendance", 4, "month, staff, day, half, sequence, gone, status, hall, department");

    public static HistoryTable Complaints { get; } = Of(
        "complaints", 2, "month, no, sequence, gone, class, hall, department, window, day, filed, answered, due, "
        + "overdue, level");

    public static HistoryTable AlertChanges { get; } = Of(
        "alert_changes", 3, "month, sequence, ordinal, id, change, kind, level, clock, code, subject, item, hall, "
        + "department, window, staff, recorded, at, day");

    public static HistoryTable Facts { get; } = Of(
        "facts", 4, "month, type, sequence, ordinal, source, subject, occurred, recorded, occurred_on, recorded_on");

    /// <summary>How far everything has been written; written last.</summary>
    public static HistoryTable Progress { get; } = Of("progress", 1, "id, sequence, mark, recorded");

    private static HistoryTable Of(string name, int keyColumns, string columns) =>
        new(name, [.. columns.Split(", ")], keyColumns);
}
